// <theme-switch data-system="…" data-light="…" data-dark="…">: as the device says, light, dark. Without script the device decides.
const order = ["system", "light", "dark"] as const;
type Theme = (typeof order)[number];

class ThemeSwitch extends HTMLElement {
  #button = document.createElement("button");

  connectedCallback(): void {
    this.#button.type = "button";
    this.#button.addEventListener("click", () => this.#choose(order[(order.indexOf(this.#current()) + 1) % order.length]!));
    this.replaceChildren(this.#button);
    this.#say(this.#current());
  }

  #current(): Theme {
    const held = document.documentElement.dataset.theme;
    return held === "light" || held === "dark" ? held : "system";
  }

  #choose(theme: Theme): void {
    if (theme === "system") {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem("theme");
    } else {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem("theme", theme);
    }
    this.#say(theme);
  }

  #say(theme: Theme): void {
    this.#button.textContent = this.dataset[theme] ?? theme;
  }
}

customElements.define("theme-switch", ThemeSwitch);
