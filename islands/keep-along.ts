// <keep-along><p data-ready hidden><button>…</button></p><p data-said data-done="…" data-has="…"></p></keep-along>: lets this browser keep a few pages for when
// there is no net. Where it does already (as an app, for push), it says so.
class KeepAlong extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const ready = this.querySelector<HTMLElement>("[data-ready]");
    const said = this.querySelector<HTMLElement>("[data-said]");
    if (!ready || !said || !("serviceWorker" in navigator)) return;
    if (await navigator.serviceWorker.getRegistration("/")) {
      said.textContent = said.dataset.has ?? "";
      return;
    }
    ready.hidden = false;
    ready.querySelector("button")?.addEventListener("click", async () => {
      await navigator.serviceWorker.register("/sw.js", { scope: "/" });
      await navigator.serviceWorker.ready;
      ready.hidden = true;
      said.textContent = said.dataset.done ?? "";
    });
  }
}

customElements.define("keep-along", KeepAlong);
