// <copy-text data-done="…"><button hidden>…</button> <input …></copy-text>: without script the text can still be marked and copied.
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const source = this.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
    if (!button || !source) return;
    const label = button.textContent ?? "";
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.value);
      button.textContent = this.dataset.done ?? label;
      setTimeout(() => (button.textContent = label), 2500);
    });
  }
}

customElements.define("copy-text", CopyText);
