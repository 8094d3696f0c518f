// <month-map data-src data-play data-pause data-month><p class="months-now"><strong/><span/></p><house-map>…svg of the newest month…</house-map></month-map>
// The map moves through the months: groups and bands are the server's SVG, given other sizes; people and their ties are drawn over it by the graphics card, which fades
// one month into the next. Without script the newest month stands here and the others below it.
type Month = { name: string; words: string; r: number[]; people: number[]; steps: number[]; dots: number[]; ties: number[] };
type Frames = { months: Month[]; seats: [number, number, string][] };

const SHADER = `#version 300 es
in vec2 place; in vec2 fade;
uniform vec4 view; uniform float turn; uniform float size;
out float shown;
void main() {
  shown = mix(fade.x, fade.y, turn);
  gl_Position = vec4(place * view.xy + view.zw, 0.0, 1.0);
  gl_PointSize = size;
}`;
const INK = `#version 300 es
precision mediump float;
in float shown;
uniform vec4 colour; uniform vec4 rim; uniform bool round;
out vec4 ink;
void main() {
  vec4 own = colour;
  float edge = 1.0;
  if (round) {
    float far = length(gl_PointCoord - 0.5) * 2.0;
    edge = 1.0 - smoothstep(0.86, 1.0, far);
    own = mix(colour, rim, smoothstep(0.6, 0.7, far));
  }
  float alpha = own.a * shown * edge;
  ink = vec4(own.rgb * alpha, alpha);
}`;
const SOON = 130; // milliseconds after which two thirds of the way to another month are done
const STAY = 1100; // while playing

class MonthMap extends HTMLElement {
  #frames!: Frames;
  #svg!: SVGSVGElement;
  #draw: (() => void) | null = null;
  #at = 0; // where we are, between two months
  #to = 0;
  #shown = -1; // the month of circles and words
  #faded = -1; // the month from which people fade into the next
  #asked = 0;
  #clock = 0;
  #playing = 0;
  #range!: HTMLInputElement;
  #load!: (from: Month, to: Month) => void;

  async connectedCallback(): Promise<void> {
    const svg = this.querySelector<SVGSVGElement>(".map-scroll > svg");
    if (!svg || !this.dataset.src || this.classList.contains("is-moving")) return;
    const answer = await fetch(this.dataset.src, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    this.#frames = await answer.json();
    this.#svg = svg;
    const last = this.#frames.months.length - 1;
    if (last < 1) return;
    this.#at = this.#to = last;
    this.append(this.#tools(last));
    if (this.#frames.seats.length) this.#people();
    this.classList.add("is-moving");
    this.#ask();
  }

  disconnectedCallback(): void {
    clearInterval(this.#playing);
    cancelAnimationFrame(this.#asked);
  }

  #tools(last: number): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "months-tools";
    const play = document.createElement("button");
    play.type = "button";
    play.className = "button button-quiet";
    play.textContent = this.dataset.play ?? "";
    play.addEventListener("click", () => this.#play(play, last));
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: "0", max: `${last}`, step: "1", value: `${last}` });
    range.ariaLabel = this.dataset.month ?? "";
    range.addEventListener("input", () => this.#go(range.valueAsNumber));
    this.#range = range;
    tools.append(play, range);
    return tools;
  }

  #play(button: HTMLButtonElement, last: number): void {
    const stop = () => {
      clearInterval(this.#playing);
      this.#playing = 0;
      button.textContent = this.dataset.play ?? "";
    };
    if (this.#playing) return stop();
    button.textContent = this.dataset.pause ?? "";
    if (this.#to === last) this.#go(0);
    this.#playing = window.setInterval(() => (this.#to === last ? stop() : this.#go(this.#to + 1)), STAY);
  }

  #go(month: number): void {
    this.#to = month;
    this.#range.value = `${month}`;
    this.#ask();
  }

  #ask(): void {
    if (!this.#asked) this.#asked = requestAnimationFrame((now) => this.#step(now));
  }

  #step(now: number): void {
    this.#asked = 0;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const passed = this.#clock ? Math.min(now - this.#clock, 100) : 16;
    const left = this.#to - this.#at;
    this.#at = calm || Math.abs(left) < 0.004 ? this.#to : this.#at + left * (1 - Math.exp(-passed / SOON));
    if (Math.round(this.#at) !== this.#shown) this.#groups(Math.round(this.#at));
    this.#draw?.();
    const moving = this.#at !== this.#to;
    this.#clock = moving ? now : 0;
    if (moving) this.#ask();
  }

  // Circles, bands and words of one month.
  #groups(k: number): void {
    const month = this.#frames.months[k];
    if (!month) return;
    this.#shown = k;
    this.#svg.querySelectorAll(".month-groups circle").forEach((circle, i) => circle.setAttribute("r", `${month.r[i] ?? 0}`));
    this.#svg.querySelectorAll(".month-bands path").forEach((path, i) => path.setAttribute("class", `month-band tone-${month.steps[i] ?? 0}`));
    this.#svg.querySelectorAll(".map-labels text").forEach((label, i) => {
      label.setAttribute("display", month.people[i] ? "inline" : "none");
      const size = label.querySelector(".map-size");
      if (size) size.textContent = `${month.people[i] || ""}`;
    });
    const [name, words] = [this.querySelector(".months-now strong"), this.querySelector(".months-now span")];
    if (name) name.textContent = month.name;
    if (words) words.textContent = month.words;
    this.#range.ariaValueText = month.name;
  }

  // People and ties: two calls a frame, however many they are.
  #people(): void {
    const house = this.querySelector("house-map");
    const canvas = document.createElement("canvas");
    // Dots smooth their own edges; to smooth every line four times over costs more than all the rest where no graphics card helps.
    const gl = canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true });
    if (!house || !gl) return;
    house.append(canvas);
    const program = compiled(gl);
    const dots = arrays(gl, program);
    const ties = arrays(gl, program);
    const at = (name: string) => gl.getUniformLocation(program, name);
    const [view, turn, size, colour, rim, round] = ["view", "turn", "size", "colour", "rim", "round"].map(at) as WebGLUniformLocation[];
    const { seats } = this.#frames;
    const places = seats.flatMap(([x, y]) => [x, y]);
    this.#load = (from, to) => {
      const fade = new Float32Array(2 * seats.length);
      for (const seat of from.dots) fade[2 * seat] = 1;
      for (const seat of to.dots) fade[2 * seat + 1] = 1;
      dots.fill(new Float32Array(places), fade);
      const pairs = new Map<number, [number, number]>();
      for (const [side, month] of [from, to].entries())
        for (let k = 0; k < month.ties.length; k += 2) {
          const key = (month.ties[k] ?? 0) * seats.length + (month.ties[k + 1] ?? 0);
          const known = pairs.get(key) ?? [0, 0];
          known[side] = 1;
          pairs.set(key, known);
        }
      const ends = new Float32Array(4 * pairs.size);
      const shown = new Float32Array(4 * pairs.size);
      let k = 0;
      for (const [key, fading] of pairs) {
        const [a, b] = [seats[Math.floor(key / seats.length)], seats[key % seats.length]];
        if (a && b) ends.set([a[0], a[1], b[0], b[1]], k);
        shown.set([...fading, ...fading], k);
        k += 4;
      }
      ties.fill(ends, shown);
    };
    let colours = this.#colours();
    const again = () => {
      colours = this.#colours();
      this.#ask();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    new MutationObserver(() => this.#ask()).observe(this.#svg, { attributes: true, attributeFilter: ["viewBox"] });
    new ResizeObserver(() => this.#ask()).observe(canvas);
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#draw = () => {
      const { months } = this.#frames;
      const from = Math.min(Math.floor(this.#at), months.length - 2);
      const [one, other] = [months[from], months[from + 1]];
      if (from !== this.#faded && one && other) {
        this.#load(one, other);
        this.#faded = from;
      }
      const box = canvas.getBoundingClientRect();
      const matrix = this.#svg.getScreenCTM();
      if (!matrix || !box.width || !box.height) return;
      const sharp = Math.min(window.devicePixelRatio || 1, 2);
      const [wide, tall] = [Math.round(box.width * sharp), Math.round(box.height * sharp)];
      if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
      gl.viewport(0, 0, wide, tall);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const [sx, sy] = [(2 * matrix.a) / box.width, (-2 * matrix.d) / box.height];
      gl.uniform4f(view as WebGLUniformLocation, sx, sy, (2 * (matrix.e - box.left)) / box.width - 1, 1 - (2 * (matrix.f - box.top)) / box.height);
      gl.uniform1f(turn as WebGLUniformLocation, this.#at - from);
      gl.uniform4fv(colour as WebGLUniformLocation, colours.tie);
      gl.uniform1i(round as WebGLUniformLocation, 0);
      ties.draw(gl.LINES);
      gl.uniform4fv(colour as WebGLUniformLocation, colours.dot);
      gl.uniform4fv(rim as WebGLUniformLocation, colours.rim);
      gl.uniform1i(round as WebGLUniformLocation, 1);
      gl.uniform1f(size as WebGLUniformLocation, Math.max(4, 9 * matrix.a) * sharp);
      dots.draw(gl.POINTS);
    };
    this.classList.add("shows-people");
    this.#names(house as HTMLElement, canvas);
  }

  // Who the pointer is over.
  #names(house: HTMLElement, canvas: HTMLCanvasElement): void {
    const name = document.createElement("span");
    name.className = "months-name";
    name.hidden = true;
    house.append(name);
    house.addEventListener("pointerleave", () => (name.hidden = true));
    house.addEventListener("pointermove", (event) => {
      const matrix = this.#svg.getScreenCTM();
      const month = this.#frames.months[Math.round(this.#at)];
      if (!matrix || !month) return;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const near = Math.max(5, 9 / matrix.a);
      const seat = month.dots.find((each) => {
        const one = this.#frames.seats[each];
        return one && Math.hypot(one[0] - point.x, one[1] - point.y) < near;
      });
      const box = canvas.getBoundingClientRect();
      name.hidden = seat === undefined;
      name.textContent = seat === undefined ? "" : (this.#frames.seats[seat]?.[2] ?? "");
      name.style.insetInlineStart = `${event.clientX - box.left + 12}px`;
      name.style.insetBlockStart = `${event.clientY - box.top + 12}px`;
    });
  }

  #colours(): Record<"dot" | "rim" | "tie", Float32Array> {
    const of = (selector: string, property: "fill" | "stroke", alpha: number) => {
      const one = this.parentElement?.querySelector(selector);
      return pixel(one ? getComputedStyle(one)[property] : "#888", alpha);
    };
    return { dot: of(".legend .month-person", "fill", 1), rim: of(".legend .month-person", "stroke", 1), tie: of(".legend .month-tie", "stroke", 0.45) };
  }
}

// A colour in whatever words of CSS, as the graphics card wants it.
function pixel(colour: string, alpha: number): Float32Array {
  const brush = new OffscreenCanvas(1, 1).getContext("2d");
  if (!brush) return new Float32Array([0.5, 0.5, 0.5, alpha]);
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [r, g, b] = brush.getImageData(0, 0, 1, 1).data;
  return new Float32Array([(r ?? 0) / 255, (g ?? 0) / 255, (b ?? 0) / 255, alpha]);
}

function compiled(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram() as WebGLProgram;
  for (const [kind, source] of [[gl.VERTEX_SHADER, SHADER], [gl.FRAGMENT_SHADER, INK]] as const) {
    const shader = gl.createShader(kind) as WebGLShader;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}

function arrays(gl: WebGL2RenderingContext, program: WebGLProgram): { fill: (place: Float32Array, fade: Float32Array) => void; draw: (kind: number) => void } {
  const whole = gl.createVertexArray();
  const buffers = ["place", "fade"].map((name) => {
    gl.bindVertexArray(whole);
    const buffer = gl.createBuffer();
    const at = gl.getAttribLocation(program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 0, 0);
    return buffer;
  });
  let count = 0;
  return {
    fill(place, fade) {
      for (const [k, values] of [place, fade].entries()) {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers[k] ?? null);
        gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
      }
      count = place.length / 2;
    },
    draw(kind) {
      gl.bindVertexArray(whole);
      gl.drawArrays(kind, 0, count);
    },
  };
}

customElements.define("month-map", MonthMap);
