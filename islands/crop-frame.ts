// <crop-frame data-ratio="0.8333"><img> … three <input type="range"> named x, y, zoom</crop-frame>: shows on the picture which part is taken.
// Dragging moves it, the wheel brings it nearer; the sliders do the same from the keyboard, and without script.
class CropFrame extends HTMLElement {
  connectedCallback(): void {
    const picture = this.querySelector("img");
    const [x, y, zoom] = ["x", "y", "zoom"].map((name) => this.querySelector<HTMLInputElement>(`input[name=${name}]`));
    if (!picture || !x || !y || !zoom || this.querySelector(".crop-frame")) return;
    const stage = document.createElement("div");
    const frame = document.createElement("div");
    stage.className = "crop-stage";
    frame.className = "crop-frame";
    picture.before(stage);
    stage.append(picture, frame);
    const ratio = Number(this.dataset.ratio);

    /** The size of the part as shares of the picture, as the server cuts it. */
    const size = (): [number, number] => {
      const whole = picture.naturalWidth / picture.naturalHeight || 1;
      const near = Number(zoom.value) / 100;
      return whole > ratio ? [ratio / whole / near, 1 / near] : [1 / near, whole / ratio / near];
    };
    const draw = (): void => {
      const [wide, high] = size();
      const place = (value: string, part: number): number => Math.min(1 - part, Math.max(0, Number(value) / 100 - part / 2));
      frame.style.insetInlineStart = `${place(x.value, wide) * 100}%`;
      frame.style.insetBlockStart = `${place(y.value, high) * 100}%`;
      frame.style.inlineSize = `${wide * 100}%`;
      frame.style.blockSize = `${high * 100}%`;
    };
    const set = (input: HTMLInputElement, value: number): void => {
      input.value = String(Math.round(Math.min(Number(input.max), Math.max(Number(input.min), value))));
    };
    /** Beyond the edges a centre changes nothing; kept inside, every push of a drag is seen at once. */
    const inside = (value: number, part: number): number => Math.min(100 - part * 50, Math.max(part * 50, value));

    let from: { left: number; top: number; x: number; y: number } | null = null;
    stage.addEventListener("pointerdown", (event) => {
      const [wide, high] = size();
      from = { left: event.clientX, top: event.clientY, x: inside(Number(x.value), wide), y: inside(Number(y.value), high) };
      stage.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    stage.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [wide, high] = size();
      const box = stage.getBoundingClientRect();
      set(x, inside(from.x + ((event.clientX - from.left) / box.width) * 100, wide));
      set(y, inside(from.y + ((event.clientY - from.top) / box.height) * 100, high));
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => (from = null));
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      set(zoom, Number(zoom.value) - Math.sign(event.deltaY) * 10);
      draw();
    });
    for (const input of [x, y, zoom]) input.addEventListener("input", draw);
    if (picture.complete) draw();
    picture.addEventListener("load", draw);
  }
}

customElements.define("crop-frame", CropFrame);
