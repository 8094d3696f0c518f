// <check-in data-url="…" data-event="…">list of forms</check-in>: the list at the door goes on without a network. What is tapped, or read by the camera where the
// browser can, is kept on the telephone with its moment and sent as soon as there is a way; the house takes each once, however often it comes.
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: (new (options: { formats: string[] }) => Detector) | undefined;

const AGAIN = 5000;

class CheckIn extends HTMLElement {
  #sending = false;
  #stopped = false;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => this.#tapped(event as SubmitEvent));
    window.addEventListener("online", () => void this.#send());
    const camera = this.querySelector<HTMLButtonElement>("[data-camera]");
    if (camera && typeof BarcodeDetector !== "undefined" && "mediaDevices" in navigator) {
      camera.hidden = false;
      camera.addEventListener("click", () => void this.#look(camera));
    }
    for (const mark of this.#kept()) this.#show(mark, mark.split("|")[1] === "1");
    void this.#send();
  }

  disconnectedCallback(): void {
    this.#stopped = true;
  }

  get #key(): string {
    return `check-in:${this.dataset.event ?? ""}`;
  }

  #kept(): string[] {
    return JSON.parse(localStorage.getItem(this.#key) ?? "[]") as string[];
  }

  #keep(mark: string, came: boolean): void {
    localStorage.setItem(this.#key, JSON.stringify([...this.#kept(), `${mark}|${came ? 1 : 0}|${Date.now()}`]));
    this.#show(mark, came);
    void this.#send();
  }

  #tapped(event: SubmitEvent): void {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.name !== "mark") return;
    event.preventDefault();
    const [who = "", came = ""] = button.value.split("|");
    this.#keep(who, came === "1");
  }

  // A mark begins with the number of a registration, or with a code, where its seal follows the number.
  #row(mark: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-who="${CSS.escape(mark.split(/[|:]/)[0] ?? "")}"]`);
  }

  #show(mark: string, came: boolean): void {
    const row = this.#row(mark);
    const button = row?.querySelector<HTMLButtonElement>("button[name=mark]");
    if (!row || !button) return;
    const number = document.querySelector("[data-number]");
    if (number && came !== row.classList.contains("is-there")) number.textContent = String(Number(number.textContent) + (came ? 1 : -1));
    row.classList.toggle("is-there", came);
    button.value = `${row.dataset.who ?? ""}|${came ? 0 : 1}`;
    button.classList.toggle("button-plain", came);
    button.classList.toggle("button-quiet", !came);
    const label = button.querySelector("span");
    if (label) label.textContent = (came ? button.dataset.there : button.dataset.not) ?? "";
  }

  #say(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = words;
  }

  async #send(): Promise<void> {
    const kept = this.#kept();
    if (this.#sending || this.#stopped || !kept.length) return;
    this.#sending = true;
    try {
      const form = new URLSearchParams(kept.map((mark) => ["mark", mark]));
      const answer = await fetch(this.dataset.url ?? "", { method: "POST", body: form, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const told = (await answer.json()) as { there: number[]; number: number };
      // What was tapped meanwhile stays for the next time.
      localStorage.setItem(this.#key, JSON.stringify(this.#kept().slice(kept.length)));
      const there = new Set(told.there);
      for (const row of this.querySelectorAll<HTMLElement>("[data-who]")) this.#show(row.dataset.who ?? "", there.has(Number(row.dataset.who)));
      const number = document.querySelector("[data-number]");
      if (number) number.textContent = String(told.number);
      this.#say("");
    } catch {
      this.#say(this.dataset.kept ?? "");
      window.setTimeout(() => void this.#send(), AGAIN);
    } finally {
      this.#sending = false;
    }
    if (this.#kept().length && navigator.onLine) window.setTimeout(() => void this.#send(), AGAIN);
  }

  async #look(camera: HTMLButtonElement): Promise<void> {
    const view = this.querySelector<HTMLVideoElement>("[data-view]");
    if (!view || typeof BarcodeDetector === "undefined") return;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    view.hidden = false;
    camera.hidden = true;
    await view.play();
    let last = "";
    while (!this.#stopped) {
      const [found] = await detector.detect(view).catch(() => []);
      if (found && found.rawValue !== last) {
        last = found.rawValue;
        this.#read(last);
      }
      await new Promise((resolve) => window.setTimeout(resolve, 250));
    }
  }

  // The house looks at the seal when the code arrives there; a forged one is shown as there until then, and no longer.
  #read(text: string): void {
    const code = decodeURIComponent(text.split("code=")[1] ?? "");
    const row = this.#row(code);
    if (!code || !row) return this.#say(this.dataset.unknown ?? "");
    this.#keep(code, true);
    this.#say(row.querySelector("strong")?.textContent ?? "");
  }
}

customElements.define("check-in", CheckIn);
