// <kept-draft data-key="member:what" data-offline="…"><form>…</form></kept-draft>: what is being written stays in this browser through a reload, a lost
// connection and an empty battery, until it is sent or somebody signs out. Without script the browser's own memory of forms is all there is.
const PREFIX = "draft:";
const SENT = "sent-form";
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

class KeptDraft extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    const key = PREFIX + (this.dataset.key ?? "");
    // A form that comes back with a sentence has the words in it; one that went through led to another page.
    const sent = sessionStorage.getItem(SENT);
    if (sent && (sent !== key || !form.querySelector("[aria-invalid], .notice-error"))) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
    this.#fill(form, key);
    form.addEventListener("input", () => this.#keep(form, key));
    form.addEventListener("change", () => this.#keep(form, key));
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return sessionStorage.setItem(SENT, key);
      event.preventDefault();
      const said = this.querySelector("[data-said]");
      if (said) said.textContent = this.dataset.offline ?? "";
    });
  }

  #controls(form: HTMLFormElement): Control[] {
    return [...form.elements].filter(
      (one): one is Control =>
        (one instanceof HTMLInputElement && !["hidden", "file", "password", "submit"].includes(one.type)) ||
        one instanceof HTMLTextAreaElement ||
        one instanceof HTMLSelectElement,
    );
  }

  #keep(form: HTMLFormElement, key: string): void {
    const told = this.#controls(form)
      .filter((one) => one.name && (!(one instanceof HTMLInputElement) || !["radio", "checkbox"].includes(one.type) || one.checked))
      .map((one) => [one.name, one.value]);
    const wrote = this.#controls(form).some((one) => one instanceof HTMLTextAreaElement && one.value.trim());
    if (wrote) localStorage.setItem(key, JSON.stringify(told));
    else localStorage.removeItem(key);
  }

  // Only into a form in which nothing is written yet: what the house sends is newer.
  #fill(form: HTMLFormElement, key: string): void {
    const kept = localStorage.getItem(key);
    const areas = this.#controls(form).filter((one) => one instanceof HTMLTextAreaElement);
    if (!kept || areas.some((one) => one.value.trim())) return;
    for (const [name, value] of JSON.parse(kept) as [string, string][]) {
      for (const one of this.#controls(form)) {
        if (one.name !== name) continue;
        if (one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type)) one.checked ||= one.value === value;
        else one.value = value;
      }
    }
  }
}

customElements.define("kept-draft", KeptDraft);
