// <ask-first><a href="…" data-dialog="id">…</a><dialog id="id">…</dialog></ask-first>: the link leads to a page that asks the same
// question; with script the question comes up here.
class AskFirst extends HTMLElement {
  connectedCallback(): void {
    const dialog = this.querySelector("dialog");
    const opener = this.querySelector<HTMLElement>("[data-dialog]");
    if (!dialog || !opener) return;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || (event.target as HTMLElement).closest("[data-close]")) dialog.close();
    });
  }
}

customElements.define("ask-first", AskFirst);
