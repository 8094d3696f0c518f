// <search-box><form><input …></form><div id="head-found"></div></search-box>: what comes up while somebody types can be walked through by the arrow keys and
// put away by Escape. Without script the form leads to the page of search.
class SearchBox extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
    // Whoever goes on to another page by a link finds the box as they left it, but not what came up in it.
    window.addEventListener("pageshow", () => this.#clear());
  }

  #clear(): void {
    this.querySelector("#head-found")?.replaceChildren();
  }

  #key(event: KeyboardEvent): void {
    const input = this.querySelector<HTMLInputElement>("input");
    const links = [...this.querySelectorAll<HTMLAnchorElement>("#head-found a")];
    if (!input || event.isComposing) return;
    if (event.key === "Escape") {
      this.#clear();
      if (links.length) input.focus();
      else input.blur();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && links.length) {
      const stops: HTMLElement[] = [input, ...links];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const now = stops.indexOf(document.activeElement as HTMLElement);
      stops[(now + step + stops.length) % stops.length]?.focus();
    } else {
      return;
    }
    event.preventDefault();
  }
}

customElements.define("search-box", SearchBox);
