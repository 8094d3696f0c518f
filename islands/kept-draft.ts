// <kept-draft data-key="member:what" data-offline="…"><form>…</form></kept-draft>: what is being written stays in this browser through a reload, a lost
// connection and an empty battery, until it is sent or somebody signs out. Without script the browser's own memory of forms is all there is.
//
// A form that names the version it began with (a field "base") gets its words back over those of the house, together with that version: where somebody else
// wrote meanwhile, the house says so instead of losing theirs.
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
    const told = [...this.#controls(form), ...this.#base(form)]
      .filter((one) => one.name && (!(one instanceof HTMLInputElement) || !["radio", "checkbox"].includes(one.type) || one.checked))
      .map((one) => [one.name, one.value]);
    const wrote = this.#controls(form).some((one) => one instanceof HTMLTextAreaElement && one.value.trim());
    if (wrote) localStorage.setItem(key, JSON.stringify(told));
    else localStorage.removeItem(key);
  }

  #base(form: HTMLFormElement): HTMLInputElement[] {
    return [...form.querySelectorAll<HTMLInputElement>('input[type="hidden"][name="base"]')];
  }

  // Into a form in which nothing is written yet, or one that knows its version; what was just sent and refused is newer than what was kept.
  #fill(form: HTMLFormElement, key: string): void {
    const kept = localStorage.getItem(key);
    const written = this.#controls(form).some((one) => one instanceof HTMLTextAreaElement && one.value.trim());
    if (!kept || (written && (!this.#base(form).length || form.querySelector("[aria-invalid], .notice-error")))) return;
    let other = false;
    for (const [name, value] of JSON.parse(kept) as [string, string][]) {
      for (const one of this.#controls(form)) {
        if (one.name !== name) continue;
        other ||= one.value.replace(/\s+/g, " ").trim() !== value.replace(/\s+/g, " ").trim();
        if (one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type)) one.checked ||= one.value === value;
        else one.value = value;
      }
    }
    if (!written) return;
    if (!other) return localStorage.removeItem(key);
    for (const [name, value] of JSON.parse(kept) as [string, string][]) for (const one of this.#base(form)) if (one.name === name) one.value = value;
    this.#offer(key);
  }

  #offer(key: string): void {
    const said = this.querySelector("[data-said]");
    if (!said) return;
    said.textContent = `${this.dataset.again ?? ""} `;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button button-plain";
    drop.textContent = this.dataset.drop ?? "";
    drop.addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
    said.append(drop);
  }
}

customElements.define("kept-draft", KeptDraft);
