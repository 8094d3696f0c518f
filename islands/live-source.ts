// One event stream for everybody who looks: kept by a shared worker for all tabs of a browser, or by the page itself where there is none.
// It is open as long as somebody looks, and closed when the last tab is hidden or gone.
export type News = { open?: boolean; over?: boolean; topics?: string[]; numbers?: Record<string, number> };
export type Tell = (news: News) => void;

const AGAIN = 60_000;
const SILENT = 150_000;

export class Source {
  #url: string;
  #stream: EventSource | null = null;
  #open = false;
  #refused = 0;
  #lookers = new Map<object, { tell: Tell; heard: number; looks: boolean }>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Somebody is here, and looks or does not. Says at once whether the stream is open. */
  here(who: object, tell: Tell, looks: boolean): void {
    this.#lookers.set(who, { tell, heard: Date.now(), looks });
    tell({ open: this.#open });
    this.#adjust();
  }

  gone(who: object): void {
    this.#lookers.delete(who);
    this.#adjust();
  }

  /** Numbers that one page has just read are those of the others, too. */
  share(who: object, numbers: Record<string, number>): void {
    for (const [other, { tell }] of this.#lookers) if (other !== who) tell({ numbers });
  }

  #adjust(): void {
    const now = Date.now();
    // A tab that crashed says no goodbye.
    for (const [who, { heard }] of this.#lookers) if (heard < now - SILENT) this.#lookers.delete(who);
    const wanted = [...this.#lookers.values()].some(({ looks }) => looks);
    if (wanted && !this.#stream && now > this.#refused) this.#begin();
    if (!wanted && this.#stream) this.#end();
  }

  #begin(): void {
    const stream = new EventSource(this.#url, { withCredentials: true });
    this.#stream = stream;
    stream.onopen = () => this.#tell({ open: (this.#open = true) });
    stream.onerror = () => {
      this.#tell({ open: (this.#open = false) });
      // The browser tries again by itself, unless it was refused.
      if (stream.readyState !== EventSource.CLOSED) return;
      this.#refused = Date.now() + AGAIN;
      this.#stream = null;
    };
    stream.addEventListener("news", (event) => this.#tell(JSON.parse(event.data) as News));
    stream.addEventListener("over", () => {
      this.#end();
      this.#tell({ over: true, open: false });
    });
  }

  #end(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#open = false;
  }

  #tell(news: News): void {
    for (const { tell } of this.#lookers.values()) tell(news);
  }
}
