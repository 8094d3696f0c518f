// <install-app data-done="…"><p data-ready hidden><button>…</button></p><p data-said></p> … <div data-way="ios">…</div></install-app>: where the browser offers
// it, a button that installs; the way of this device comes first. Without script all ways stand there to read.
type Offer = Event & { prompt(): Promise<void>; userChoice: Promise<{ outcome: string }> };

class InstallApp extends HTMLElement {
  connectedCallback(): void {
    const ready = this.querySelector<HTMLElement>("[data-ready]");
    const device = /iPhone|iPad/.test(navigator.userAgent) ? "ios" : /Android/.test(navigator.userAgent) ? "android" : "desk";
    const way = this.querySelector(`[data-way="${device}"]`);
    way?.parentElement?.prepend(way);
    if (window.matchMedia("(display-mode: standalone)").matches) this.#say();
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      if (ready) ready.hidden = false;
      ready?.querySelector("button")?.addEventListener("click", () => void (event as Offer).prompt(), { once: true });
    });
    window.addEventListener("appinstalled", () => {
      if (ready) ready.hidden = true;
      this.#say();
      void navigator.serviceWorker?.register("/sw.js", { scope: "/" });
    });
  }

  #say(): void {
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = this.dataset.done ?? "";
  }
}

customElements.define("install-app", InstallApp);
