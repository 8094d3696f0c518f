// <type-ahead data-url="…" data-part="comma|line|at" data-many="%n …"><input …><a href="…">…</a></type-ahead>: words for what is being written.
// The list follows the combobox pattern of WAI-ARIA: arrow keys, Enter, Escape, or a tap. Without script the link leads to the same words.
const WAIT = 180;
const SIGNS: Record<string, string> = { comma: ",", line: "\n" };

let made = 0;

class TypeAhead extends HTMLElement {
  #control: HTMLInputElement | HTMLTextAreaElement | null = null;
  #list = document.createElement("ul");
  #example = document.createElement("p");
  #status = document.createElement("span");
  #timer = 0;
  #asked = "";
  #active = -1;

  connectedCallback(): void {
    const control = this.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
    if (!control || this.#control) return;
    this.#control = control;
    this.#list.id = `type-ahead-${++made}`;
    this.#list.className = "type-ahead-list";
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.dataset.label ?? "");
    this.#list.hidden = true;
    this.#example.className = "type-ahead-example";
    this.#example.hidden = true;
    this.#status.className = "visually-hidden";
    this.#status.setAttribute("role", "status");
    // A text of several lines is a text box whatever stands below it; an input may say that it is a combobox.
    if (control instanceof HTMLInputElement) {
      control.setAttribute("role", "combobox");
      control.setAttribute("aria-expanded", "false");
    }
    control.setAttribute("aria-autocomplete", "list");
    control.setAttribute("aria-controls", this.#list.id);
    control.after(this.#list, this.#example, this.#status);
    const page = this.querySelector<HTMLElement>("a");
    if (page) page.hidden = true;
    control.addEventListener("input", () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#look(), WAIT);
    });
    control.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
    control.addEventListener("blur", () => this.#close());
    // The press would take the focus away before it is known what was pressed.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      if (option) this.#take(option);
    });
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
  }

  /** Where the word that is being written begins and ends. */
  #part(): [number, number] {
    const control = this.#control!;
    if (this.dataset.part === "at") return this.#name(control);
    const sign = SIGNS[this.dataset.part ?? ""];
    if (!sign) return [0, control.value.length];
    const at = control.selectionStart ?? control.value.length;
    const end = control.value.indexOf(sign, at);
    return [at ? control.value.lastIndexOf(sign, at - 1) + 1 : 0, end < 0 ? control.value.length : end];
  }

  /** A name that begins with an @ before the caret; nothing where none is being written. */
  #name(control: HTMLInputElement | HTMLTextAreaElement): [number, number] {
    const at = control.selectionStart ?? control.value.length;
    const found = /(?:^|\s)(@[^@\n]{1,40})$/.exec(control.value.slice(0, at));
    return found ? [at - found[1]!.length, at] : [at, at];
  }

  async #look(): Promise<void> {
    const word = this.#control!.value.slice(...this.#part()).trim().replace(/^@/, "");
    this.#asked = word;
    if (word.length < 2 || word.split(/\s+/).length > 4) return this.#close();
    const address = new URL(this.dataset.url ?? "", document.baseURI);
    address.searchParams.set("q", word);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!answer.ok || word !== this.#asked) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.#show([...found.querySelectorAll("option")].filter((one) => one.value !== word), found.querySelector("[data-example]"));
    } catch {
      this.#close();
    }
  }

  #show(options: HTMLOptionElement[], example: Element | null): void {
    if (this.#control !== document.activeElement) return;
    this.#active = -1;
    this.#control!.removeAttribute("aria-activedescendant");
    this.#list.replaceChildren(
      ...options.map((one, place) => {
        const item = document.createElement("li");
        item.id = `${this.#list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.value = one.value;
        item.append(one.value);
        const note = one.textContent?.trim();
        if (note) {
          const small = document.createElement("small");
          small.textContent = note;
          item.append(" ", small);
        }
        return item;
      }),
    );
    this.#list.hidden = options.length === 0;
    this.#control!.setAttribute("aria-expanded", String(options.length > 0));
    if (!(this.#control instanceof HTMLInputElement)) this.#control!.removeAttribute("aria-expanded");
    this.#example.hidden = !example;
    this.#example.replaceChildren(...(example ? [...example.childNodes].map((node) => document.importNode(node, true)) : []));
    this.#status.textContent = options.length ? (this.dataset.many ?? "").replace("%n", String(options.length)) : "";
  }

  #close(): void {
    this.#asked = "";
    this.#active = -1;
    this.#list.hidden = true;
    this.#example.hidden = true;
    this.#control?.removeAttribute("aria-activedescendant");
    if (this.#control instanceof HTMLInputElement) this.#control.setAttribute("aria-expanded", "false");
  }

  #key(event: KeyboardEvent): void {
    if (this.#list.hidden || event.isComposing) return;
    const items = [...this.#list.children] as HTMLElement[];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#active = (this.#active + step + items.length + (this.#active < 0 && step < 0 ? 1 : 0)) % items.length;
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.#active)));
      const item = items[this.#active];
      if (item) {
        this.#control!.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    } else if (event.key === "Enter" && items[this.#active]) {
      this.#take(items[this.#active]!);
    } else if (event.key === "Escape") {
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
  }

  #take(item: HTMLElement): void {
    const control = this.#control!;
    const [begin, end] = this.#part();
    const lead = this.dataset.part === "comma" && begin ? " " : "";
    const tail = this.dataset.part === "at" ? " " : "";
    control.setRangeText(lead + (item.dataset.value ?? "") + tail, begin, end, "end");
    control.dispatchEvent(new Event("input", { bubbles: true }));
    this.#close();
    control.focus();
  }
}

customElements.define("type-ahead", TypeAhead);
