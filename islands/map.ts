// <house-map data-in data-out data-all data-help><div class="map-scroll"><svg viewBox=…></svg></div></house-map>
// Without script the picture lies in a box that scrolls. With script one moves in it: drag, pinch, wheel with Ctrl, arrow keys, plus, minus, 0.
type Box = { x: number; y: number; w: number; h: number };

const CLOSEST = 12;
const NAMES_FROM = 3.4; // pixels a unit: names of people are 3.4 units high
const TIES_FROM = 1.6; // below it ties between people would be a tangle
const READABLE = 0.62; // names of groups are 17 units high

class HouseMap extends HTMLElement {
  #svg!: SVGSVGElement;
  #drawn!: Box; // what the server drew
  #whole!: Box; // the same, widened to the proportions of the pane
  #now!: Box;
  #held = new Map<number, PointerEvent>();

  connectedCallback(): void {
    const svg = this.querySelector<SVGSVGElement>(".map-scroll > svg");
    const pane = this.querySelector<HTMLElement>(".map-scroll");
    if (!svg || !pane || this.classList.contains("is-live")) return;
    this.#svg = svg;
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.#drawn = { x, y, w: width, h: height };
    this.classList.add("is-live");
    this.#fit(pane);
    new ResizeObserver(() => this.#fit(pane)).observe(pane);
    pane.setAttribute("aria-label", this.dataset.help ?? "");
    pane.addEventListener("keydown", (event) => this.#key(event));
    pane.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    pane.addEventListener("pointerdown", (event) => this.#down(event, pane));
    pane.addEventListener("pointermove", (event) => this.#move(event));
    for (const over of ["pointerup", "pointercancel"] as const) pane.addEventListener(over, (event) => this.#up(event));
    pane.addEventListener("dblclick", (event) => this.#zoom(1 / 1.8, this.#at(event)));
    this.append(this.#tools());
  }

  // Fill the pane; where it is so small that names could not be read, begin closer, at the middle.
  #fit(pane: HTMLElement): void {
    const { x, y, w, h } = this.#drawn;
    const form = pane.clientWidth / pane.clientHeight;
    if (!(form > 0)) return;
    const wide = Math.max(w, h * form);
    const tall = Math.max(h, w / form);
    this.#whole = { x: x - (wide - w) / 2, y: y - (tall - h) / 2, w: wide, h: tall };
    const scale = pane.clientWidth / wide;
    const part = Math.min(1, scale / READABLE);
    this.#show({ x: x + (w - wide * part) / 2, y: y + (h - tall * part) / 2, w: wide * part, h: tall * part });
  }

  #tools(): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "map-tools";
    const middle = () => ({ x: this.#now.x + this.#now.w / 2, y: this.#now.y + this.#now.h / 2 });
    const doings: [string, string, () => void][] = [
      ["+", this.dataset.in ?? "+", () => this.#zoom(1 / 1.5, middle())],
      ["\u2212", this.dataset.out ?? "-", () => this.#zoom(1.5, middle())],
      [this.dataset.all ?? "0", this.dataset.all ?? "0", () => this.#show({ ...this.#whole })],
    ];
    for (const [sign, label, act] of doings) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-quiet";
      button.textContent = sign;
      if (sign !== label) {
        button.ariaLabel = label;
        button.title = label;
      }
      button.addEventListener("click", act);
      tools.append(button);
    }
    return tools;
  }

  // Where an event lies in the picture's own units. The picture keeps its proportions, so one scale holds for both directions.
  #at(event: MouseEvent): { x: number; y: number } {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.#svg.getScreenCTM()?.inverse());
    return { x: point.x, y: point.y };
  }

  #zoom(by: number, around: { x: number; y: number }): void {
    const w = Math.min(this.#whole.w, Math.max(this.#whole.w / CLOSEST, this.#now.w * by));
    const scale = w / this.#now.w;
    this.#show({
      x: around.x - (around.x - this.#now.x) * scale,
      y: around.y - (around.y - this.#now.y) * scale,
      w,
      h: this.#now.h * scale,
    });
  }

  // Never further than the edge: nobody gets lost beside the picture.
  #show(box: Box): void {
    const { x, y, w, h } = this.#whole;
    box.x = Math.min(Math.max(box.x, x), x + w - box.w);
    box.y = Math.min(Math.max(box.y, y), y + h - box.h);
    this.#now = box;
    this.#svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
    this.classList.toggle("is-close", box.w < w * 0.99);
    const scale = this.#svg.clientWidth / box.w;
    this.#svg.classList.toggle("is-closer", scale >= TIES_FROM);
    this.#svg.classList.toggle("is-near", scale >= NAMES_FROM);
  }

  #pan(dx: number, dy: number): void {
    this.#show({ ...this.#now, x: this.#now.x + dx, y: this.#now.y + dy });
  }

  #key(event: KeyboardEvent): void {
    const step = this.#now.w / 8;
    const middle = { x: this.#now.x + this.#now.w / 2, y: this.#now.y + this.#now.h / 2 };
    const doings: Record<string, () => void> = {
      ArrowLeft: () => this.#pan(-step, 0),
      ArrowRight: () => this.#pan(step, 0),
      ArrowUp: () => this.#pan(0, -step),
      ArrowDown: () => this.#pan(0, step),
      "+": () => this.#zoom(1 / 1.5, middle),
      "=": () => this.#zoom(1 / 1.5, middle),
      "-": () => this.#zoom(1.5, middle),
      "0": () => this.#show({ ...this.#whole }),
    };
    const act = doings[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  // A plain wheel scrolls the page, as everywhere; with Ctrl (and a pinch on a touch pad) it comes closer.
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 150), this.#at(event));
  }

  #down(event: PointerEvent, pane: HTMLElement): void {
    if (event.button !== 0) return;
    this.#held.set(event.pointerId, event);
    pane.setPointerCapture(event.pointerId);
    this.classList.add("is-held");
  }

  #move(event: PointerEvent): void {
    const before = this.#held.get(event.pointerId);
    if (!before) return;
    const other = [...this.#held.values()].find((each) => each.pointerId !== event.pointerId);
    if (other) {
      const gap = (a: PointerEvent, b: PointerEvent) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
      const [a, b] = [this.#at(event), this.#at(other)];
      this.#zoom(gap(before, other) / gap(event, other), { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    } else {
      const [from, to] = [this.#at(before), this.#at(event)];
      this.#pan(from.x - to.x, from.y - to.y);
    }
    this.#held.set(event.pointerId, event);
  }

  #up(event: PointerEvent): void {
    this.#held.delete(event.pointerId);
    this.classList.toggle("is-held", this.#held.size > 0);
  }
}

customElements.define("house-map", HouseMap);
