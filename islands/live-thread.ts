// <live-thread data-key="member:conversation" data-live>…</live-thread>: without script one reloads and sends by the button. With it
// what is being written survives a reload (in this browser, until it is sent or somebody signs out). New letters come by live.ts.
const PREFIX = "draft:";

class LiveThread extends HTMLElement {
  connectedCallback(): void {
    const key = PREFIX + (this.dataset.key ?? "");
    const area = () => this.querySelector<HTMLTextAreaElement>("#write textarea");
    const hint = this.querySelector<HTMLElement>(".write-hint");
    if (hint) hint.hidden = false;
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
    // A form that is sent plainly leaves the page; where the server refuses, it comes back with the words in it.
    this.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.id === "write" && !form.hasAttribute("hx-post")) localStorage.removeItem(key);
    });
    document.addEventListener("htmx:after:swap", () => {
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
    if (!location.hash && this.querySelectorAll(".said").length > 3) {
      (this.querySelector("#new") ?? this.querySelector("#write") ?? this.querySelector("#tail"))?.scrollIntoView({ block: "center", behavior: "instant" });
    }
  }
}

customElements.define("live-thread", LiveThread);

// Nothing that somebody wrote stays in a browser from which they signed out.
document.addEventListener("submit", (event) => {
  const path = new URL((event.target as HTMLFormElement).action, location.href).pathname;
  if (path !== "/sign-out/") return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
});
