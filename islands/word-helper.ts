// <word-helper data-url="…/skills/"><textarea></word-helper>: proposes words for the line that is being written, as buttons below it.
// They come after the text in the order of the Tab key; nothing is ever written without a tap.
const WAIT = 180;
const LEAST = 2;
const MOST = 4;

class WordHelper extends HTMLElement {
  #timer = 0;
  #asked = "";
  #list: HTMLElement | null = null;

  connectedCallback(): void {
    const area = this.querySelector("textarea");
    if (!area) return;
    this.#list = document.createElement("div");
    this.#list.className = "proposed";
    this.#list.setAttribute("role", "group");
    this.#list.setAttribute("aria-label", this.dataset.label ?? "");
    area.after(this.#list);
    area.addEventListener("input", () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#look(area), WAIT);
    });
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
  }

  #line(area: HTMLTextAreaElement): [number, number] {
    const begin = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = area.value.indexOf("\n", area.selectionStart);
    return [begin, end < 0 ? area.value.length : end];
  }

  async #look(area: HTMLTextAreaElement): Promise<void> {
    const word = area.value.slice(...this.#line(area)).trim();
    this.#asked = word;
    if (word.length < LEAST || word.split(/\s+/).length > 3) return this.#show(area, []);
    try {
      const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(word)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || word !== this.#asked) return;
      const page = new DOMParser().parseFromString(`<select>${await answer.text()}</select>`, "text/html");
      const words = [...page.querySelectorAll("option")].map((option) => option.value).filter((one) => one && one !== word);
      this.#show(area, words.slice(0, MOST));
    } catch {
      this.#show(area, []);
    }
  }

  #show(area: HTMLTextAreaElement, words: string[]): void {
    this.#list?.replaceChildren(
      ...words.map((word) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "tag";
        button.textContent = word;
        button.addEventListener("click", () => {
          const [begin, end] = this.#line(area);
          area.setRangeText(word, begin, end, "end");
          this.#show(area, []);
          area.focus();
        });
        return button;
      }),
    );
  }
}

customElements.define("word-helper", WordHelper);
