// <points-left data-most="10"><p hidden>… <b data-given></b></p><input type="number">…</points-left>: how many points of a ballot are given already. Without script
// the house counts when the ballot arrives.
class PointsLeft extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("input", () => this.#count());
    this.#count();
  }

  #count(): void {
    const line = this.querySelector<HTMLElement>("p");
    const given = this.querySelector<HTMLElement>("[data-given]");
    if (!line || !given) return;
    const sum = [...this.querySelectorAll<HTMLInputElement>("input[type=number]")].reduce((all, one) => all + (Number(one.value) || 0), 0);
    given.textContent = String(sum);
    line.hidden = false;
    line.classList.toggle("is-too-many", sum > Number(this.dataset.most));
  }
}

customElements.define("points-left", PointsLeft);
