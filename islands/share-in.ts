// <share-in data-picture="…">a form with a text and perhaps a field for files; <p data-said></p></share-in>: what was shared from the phone waits in this browser
// (the service worker put it there), also while somebody signs in. It goes into the form, and out of the browser once it is sent or a day has passed.
type Told = { title: string; text: string; url: string; files: string[]; at: number };
const [SHARED, TOLD, DAY] = ["shared", "/-/shared", 24 * 3600_000];

class ShareIn extends HTMLElement {
  async connectedCallback(): Promise<void> {
    if (!("caches" in window) || !(await caches.has(SHARED))) return;
    const cache = await caches.open(SHARED);
    const told = (await (await cache.match(TOLD))?.json()) as Told | undefined;
    if (!told || Date.now() - told.at > DAY) return void caches.delete(SHARED);
    const files = this.querySelector<HTMLInputElement>("input[type=file]");
    if (files) return this.#along(files, cache, told);
    const area = this.querySelector("textarea");
    const parts = [told.title, told.text, told.url].map((part) => part.trim()).filter(Boolean);
    const text = parts.filter((part, place) => !parts.some((other, at) => at < place && other.includes(part))).join("\n\n");
    if (area && text && !area.value.includes(text)) {
      area.value = [area.value, text].filter(Boolean).join("\n\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const said = this.querySelector("[data-said]");
    if (said && told.files.length) said.textContent = this.dataset.picture ?? "";
    // The words are in the form; pictures wait for the next one.
    this.addEventListener("submit", () => {
      if (told.files.length) void cache.put(TOLD, new Response(JSON.stringify({ ...told, title: "", text: "", url: "" })));
      else void caches.delete(SHARED);
    });
  }

  async #along(files: HTMLInputElement, cache: Cache, told: Told): Promise<void> {
    const along = new DataTransfer();
    for (const [number, name] of told.files.entries()) {
      const kept = await cache.match(`/-/shared/${number}`);
      if (kept) along.items.add(new File([await kept.blob()], name, { type: kept.headers.get("content-type") ?? "" }));
    }
    if (along.files.length) files.files = along.files;
    files.form?.addEventListener("submit", () => void caches.delete(SHARED));
  }
}

customElements.define("share-in", ShareIn);
