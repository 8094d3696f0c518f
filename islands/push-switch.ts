// <push-switch data-key="…" data-on="…" data-denied="…"><form hidden>…</form><p data-without>…</p></push-switch>: lets this browser show notices. The form
// posts what the browser gives; without script, or where the browser can't, the sentence stays.
class PushSwitch extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    const without = this.querySelector<HTMLElement>("[data-without]");
    const said = this.querySelector<HTMLElement>("[data-said]");
    if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
    form.hidden = false;
    if (without) without.hidden = true;
    void this.#mark(form);
    form.addEventListener("submit", (event) => {
      if (form.dataset.ready) return;
      event.preventDefault();
      this.#subscribe(form).catch(() => {
        if (said) said.textContent = this.dataset.denied ?? "";
      });
    });
  }

  // Where this browser is on the list already, there is nothing to switch on.
  async #mark(form: HTMLFormElement): Promise<void> {
    const known = await (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription();
    if (!known) return;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(known.endpoint)));
    const name = Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const row = document.querySelector<HTMLElement>(`[data-browser="${name}"]`);
    if (!row) return;
    form.hidden = true;
    row.append(` · ${this.dataset.on ?? ""}`);
  }

  async #subscribe(form: HTMLFormElement): Promise<void> {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    const { pushManager } = await navigator.serviceWorker.ready;
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key ?? "" });
    const { endpoint, keys } = subscription.toJSON();
    for (const [name, value] of Object.entries({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth })) {
      (form.elements.namedItem(name) as HTMLInputElement).value = value ?? "";
    }
    form.dataset.ready = "1";
    form.requestSubmit();
  }
}

customElements.define("push-switch", PushSwitch);
