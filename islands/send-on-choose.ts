// <send-on-choose><input type="file"><button data-send></send-on-choose>: a photo is sent as soon as it is chosen, so the button can go.
class SendOnChoose extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    const button = this.querySelector<HTMLButtonElement>("button");
    if (!input || !button) return;
    button.hidden = true;
    input.addEventListener("change", () => {
      if (input.files?.length) input.form?.requestSubmit(button);
    });
  }
}

customElements.define("send-on-choose", SendOnChoose);
