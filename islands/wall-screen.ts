// <wall-screen data-url="…/now/">: a screen in the kitchen that nobody touches for weeks. It asks for what hangs there and puts it in place when it is another;
// how fresh it is stands below, by the clock of the house. Without a connection it says so, and after a while shows no people any more; a new version of the house
// lets it load its page anew. Without script the page comes again by itself.
const PATIENCE = 15_000;
const RESTS = 600_000;

class WallScreen extends HTMLElement {
  #tag = "";
  #timer = 0;
  #heard = Date.now();
  #asking = false;
  readonly #again = () => void this.#look();

  connectedCallback(): void {
    this.#tag = this.dataset.tag ?? "";
    this.#heard = Date.now();
    this.#wait(this.#every);
    window.addEventListener("online", this.#again);
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
    window.removeEventListener("online", this.#again);
  }

  get #every(): number {
    return Number(this.dataset.every ?? 30) * 1000;
  }

  #wait(time: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#again, time);
  }

  async #look(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    let rests = this.#every;
    try {
      const answer = await fetch(this.dataset.url ?? "", { headers: { "If-None-Match": this.#tag }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 404) {
        // The address was taken back: what hung here is nobody's business any more.
        this.#show(null);
        this.#say(this.dataset.gone ?? "");
        rests = RESTS;
      } else if (answer.status === 304 || answer.ok) {
        const version = answer.headers.get("Drittort-Version");
        if (version && version !== this.dataset.version) return location.reload();
        if (answer.ok) {
          this.#show(await answer.text());
          this.#tag = answer.headers.get("ETag") ?? "";
        }
        this.#heard = Date.now();
        delete this.dataset.old;
        this.dataset.stand = answer.headers.get("Drittort-Stand") ?? "";
        this.#say(`${this.dataset.words} ${this.dataset.stand}`);
      } else {
        this.#silent();
      }
    } catch {
      this.#silent();
    } finally {
      this.#asking = false;
      this.#wait(rests);
    }
  }

  #show(html: string | null): void {
    const content = this.querySelector(".screen-content");
    if (content) content.innerHTML = html ?? "";
  }

  #silent(): void {
    if (Date.now() - this.#heard > Number(this.dataset.stale ?? 1800) * 1000) this.dataset.old = "yes";
    const before = this.dataset.stand ? `${this.dataset.words} ${this.dataset.stand}` : (this.#line?.textContent ?? "").split(" · ")[0];
    this.#say(`${before} · ${this.dataset.lost}`);
  }

  get #line(): Element | null {
    return this.querySelector(".screen-as-of");
  }

  #say(words: string): void {
    if (this.#line && this.#line.textContent !== words) this.#line.textContent = words;
  }
}

customElements.define("wall-screen", WallScreen);
