// <live-thread data-key="member:conversation" data-live>…</live-thread>: without script one reloads and sends by the button. With it
// what is being written survives a reload (in this browser, until it is sent or somebody signs out), and what is sent while there is no connection waits
// here and goes out by itself. Every form has a key, so a message that was sent twice because nobody knew is one. New letters come by live.ts.
const PREFIX = "draft:";
const WAITING = "outbox:";
const SENT = "sent";
const AGAIN = 20_000;
// How long a letter stands before the house is told that it was seen; in a group not all pages say so at the same moment.
const LOOK = 1_000;

type Kept = { key: string; text: string; quote: string };

class LiveThread extends HTMLElement {
  #timer = 0;
  #sending = false;
  #seen = "";
  #glance = 0;
  #flush = () => void this.#send();

  connectedCallback(): void {
    const key = PREFIX + (this.dataset.key ?? "");
    const area = () => this.querySelector<HTMLTextAreaElement>("#write textarea");
    this.#hint();
    const first = area();
    if (first && !first.value) first.value = localStorage.getItem(key) ?? "";
    this.addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLTextAreaElement)) return;
      if (event.target.value) localStorage.setItem(key, event.target.value);
      else localStorage.removeItem(key);
    });
    this.addEventListener("keydown", (event) => {
      const target = event.target;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target instanceof HTMLTextAreaElement) target.form?.requestSubmit();
    });
    // A form that is sent plainly leads to another page; where the server refuses or nothing gets through, it is this one, with the words in it.
    const sent = sessionStorage.getItem(SENT);
    if (sent && sent !== key) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
    this.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.id === "write" && !form.hasAttribute("hx-post")) sessionStorage.setItem(SENT, key);
    });
    this.#seen = this.querySelector<HTMLInputElement>("#after")?.value ?? "";
    window.addEventListener("pagehide", this.#tellSeen);
    document.addEventListener("htmx:after:swap", () => {
      window.clearTimeout(this.#glance);
      this.#glance = window.setTimeout(this.#tellSeen, LOOK * (1 + Math.random()));
      this.#hint();
      // What I sent and what came in were under way at the same time: one letter stands once.
      const known = new Set<string>();
      for (const letter of this.querySelectorAll(".said")) {
        if (known.has(letter.id)) letter.remove();
        known.add(letter.id);
      }
      const form = this.querySelector<HTMLFormElement>("#write[data-sent]");
      if (!form) return;
      form.removeAttribute("data-sent");
      localStorage.removeItem(key);
      form.querySelector("textarea")?.focus({ preventScroll: true });
      form.scrollIntoView({ block: "nearest" });
    });
    if (!this.hasAttribute("data-live")) return;
    // The request did not get through: whether it arrived is not known, and need not be.
    this.addEventListener("htmx:error", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.id !== "write") return;
      const told = new FormData(form);
      const kept = { key: String(told.get("key") ?? ""), text: String(told.get("text") ?? ""), quote: String(told.get("quote") ?? "") };
      const files = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.length;
      if (!kept.key || !kept.text.trim() || files) return this.#say(this.dataset.offline ?? "");
      this.#keep([...this.#kept(), kept]);
      form.querySelector<HTMLInputElement>("[name=key]")!.value = crypto.randomUUID();
      form.querySelector("textarea")!.value = "";
      localStorage.removeItem(key);
      this.#show();
      this.#say(this.dataset.waits ?? "");
    });
    window.addEventListener("online", this.#flush);
    this.#timer = window.setInterval(this.#flush, AGAIN);
    this.#show();
    this.#flush();
    if (!location.hash && this.querySelectorAll(".said").length > 3) {
      (this.querySelector("#new") ?? this.querySelector("#write") ?? this.querySelector("#tail"))?.scrollIntoView({ block: "center", behavior: "instant" });
    }
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#glance);
    window.removeEventListener("pagehide", this.#tellSeen);
    window.clearInterval(this.#timer);
    window.removeEventListener("online", this.#flush);
  }

  /** Two keys send only where there is script; each new form brings its hint hidden. */
  #hint(): void {
    for (const hint of this.querySelectorAll<HTMLElement>(".write-hint")) hint.hidden = false;
  }

  /** The newest letter of the page was seen, if it came in since the page was drawn. */
  #tellSeen = (): void => {
    const newest = this.querySelector<HTMLInputElement>("#after")?.value ?? "";
    const path = this.querySelector<HTMLElement>("#tail")?.dataset.seen;
    if (!path || !newest || newest === this.#seen) return;
    this.#seen = newest;
    fetch(path, { method: "POST", body: new URLSearchParams({ up_to: newest }), keepalive: true }).catch(() => (this.#seen = ""));
  };

  #kept(): Kept[] {
    return JSON.parse(localStorage.getItem(WAITING + (this.dataset.key ?? "")) ?? "[]") as Kept[];
  }

  #keep(kept: Kept[]): void {
    const name = WAITING + (this.dataset.key ?? "");
    if (kept.length) localStorage.setItem(name, JSON.stringify(kept));
    else localStorage.removeItem(name);
  }

  /** What waits stands below the letters, as what it is. */
  #show(): void {
    const tail = this.querySelector("#tail");
    if (!tail) return;
    this.querySelectorAll(".waiting").forEach((one) => one.remove());
    for (const { text } of this.#kept()) {
      const item = document.createElement("li");
      item.className = "said said-mine said-first waiting";
      const who = document.createElement("p");
      who.className = "said-who";
      who.textContent = this.dataset.waits ?? "";
      const words = document.createElement("div");
      words.className = "said-text";
      words.textContent = text;
      item.append(who, words);
      tail.after(item);
    }
  }

  #say(words: string): void {
    const status = this.querySelector(".write-status");
    if (status) status.textContent = words;
  }

  /** Send what waits, one after the other, as the form would. A page that has to ask first (signed out, refused) keeps the words. */
  async #send(): Promise<void> {
    const form = this.querySelector<HTMLFormElement>("#write");
    if (this.#sending || !form || !this.#kept().length) return;
    this.#sending = true;
    try {
      for (let next = this.#kept()[0]; next; next = this.#kept()[0]) {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(next), headers: { "HX-Request": "true" }, redirect: "manual" });
        if (answer.status === 422) {
          // The house says no: the words go back to where they can be changed.
          const area = form.querySelector("textarea")!;
          area.value = [next.text, area.value].filter(Boolean).join("\n\n");
          area.dispatchEvent(new Event("input", { bubbles: true }));
        } else if (!answer.ok) break;
        this.#keep(this.#kept().slice(1));
        this.#say("");
      }
    } catch {
      // Still no connection.
    } finally {
      this.#sending = false;
      this.#show();
      document.getElementById("tail")?.dispatchEvent(new Event("look"));
    }
  }
}

customElements.define("live-thread", LiveThread);
