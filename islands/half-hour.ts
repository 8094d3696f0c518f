// <half-hour data-begun data-minutes data-left data-last data-over><span>from … to …</span> <strong data-says hidden></strong></half-hour>: says how many minutes are left.
class HalfHour extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.say();
    this.timer = window.setInterval(() => this.say(), 15000);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private say(): void {
    const said = this.querySelector<HTMLElement>("[data-says]");
    const { begun, minutes, left, last, over } = this.dataset;
    const since = Date.parse(begun ?? "");
    if (!said || !minutes || !left || !last || !over || Number.isNaN(since)) return;
    const rest = Math.ceil(Number(minutes) - (Date.now() - since) / 60000);
    const words = rest > 1 ? left.replace("{n}", String(rest)) : rest === 1 ? last : over;
    if (said.textContent !== words) said.textContent = words;
    said.hidden = false;
    this.toggleAttribute("data-late", rest < 1);
  }
}

customElements.define("half-hour", HalfHour);
