// <month-map data-src data-play data-pause data-month><p class="months-now"><strong/><span/></p><house-map>…svg of the newest month…</house-map></month-map>
// The map moves through the months. The graphics card draws bands, groups, ties and people, one month turning into the next: to paint them as SVG anew takes a tenth of a second. Names and
// numbers stay the server's SVG and lie above. Where there is no card, and on paper, the SVG is the picture. Without script the newest month stands here and the others below it.
type Month = { name: string; words: string; r: number[]; people: number[]; steps: number[]; dots: number[]; ties: number[] };
type Frames = { months: Month[]; seats: [number, number, string][] };
type Colours = { dot: Float32Array; rim: Float32Array; tie: Float32Array; group: Float32Array; line: Float32Array; tones: Float32Array[]; widths: number[] };

// People and ties: where they lie, and how far they are there in the one month and in the next.
const SEATS = `#version 300 es
in vec2 place; in float was; in float will;
uniform vec4 view; uniform float turn; uniform float size;
out float shown;
void main() {
  shown = mix(was, will, turn);
  gl_Position = shown > 0.0 ? vec4(place * view.xy + view.zw, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = size;
}`;
const SEAT_INK = `#version 300 es
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
// A band: a strip along its way, as wide as it is just now, with smooth edges.
const BAND = `#version 300 es
in vec2 place; in vec2 away;
uniform vec4 view; uniform float wide; uniform float scale;
out float across;
void main() {
  float reach = wide / 2.0 + 1.0 / scale;
  across = reach * scale * (gl_VertexID % 2 == 0 ? 1.0 : -1.0);
  gl_Position = vec4((place + away * reach) * view.xy + view.zw, 0.0, 1.0);
}`;
const BAND_INK = `#version 300 es
precision highp float;
in float across;
uniform vec4 colour; uniform float wide; uniform float scale;
out vec4 ink;
void main() {
  float alpha = clamp(wide * scale / 2.0 + 0.5 - abs(across), 0.0, 1.0) * min(1.0, wide * scale);
  ink = vec4(colour.rgb * alpha, alpha);
}`;
// A group: a circle with its line, in a square.
const GROUP = `#version 300 es
uniform vec4 view; uniform vec3 circle; uniform float scale;
out vec2 corner;
void main() {
  corner = (vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0 - 1.0) * (circle.z + 1.0 + 1.0 / scale);
  gl_Position = vec4((circle.xy + corner) * view.xy + view.zw, 0.0, 1.0);
}`;
const GROUP_INK = `#version 300 es
precision highp float;
in vec2 corner;
uniform vec3 circle; uniform float scale; uniform vec4 colour; uniform vec4 rim;
out vec4 ink;
void main() {
  float far = length(corner) - circle.z;
  float alpha = clamp((1.0 - far) * scale + 0.5, 0.0, 1.0);
  vec4 own = mix(colour, rim, clamp((far + 1.0) * scale + 0.5, 0.0, 1.0));
  ink = vec4(own.rgb * alpha, alpha);
}`;
const SOON = 130; // milliseconds after which two thirds of the way to another month are done
const STAY = 1100; // while playing
const REST = 180; // after which nothing moves any more
const READ = 160; // between two changes of names and numbers while something moves: nobody reads faster, and to set them anew costs more than a frame
const PIECES = 14; // of a band's curve
const ON_THE_WAY = 1200; // of the strongest ties, while something moves
const FINE = [1, 0.7, 0.5, 0.35]; // of the picture's own points, while something moves: coarser where frames take too long; at rest it is fine again
const SLOW = 24; // milliseconds of such a frame
const CALM = 60; // so many quick frames in a row before it is tried finer

class MonthMap extends HTMLElement {
  #frames!: Frames;
  #svg!: SVGSVGElement;
  #draw: (() => void) | null = null;
  #at = 0; // where we are, between two months
  #to = 0;
  #said = -1; // the month of names and words
  #saidAt = 0;
  #coarse = 0; // which of FINE
  #pace = 0; // slow frames of late, or quick ones below nought
  #moving = false;
  #drawn = -1; // the month of the SVG's circles and bands
  #asked = 0;
  #clock = 0;
  #playing = 0;
  #resting = 0;
  #range!: HTMLInputElement;

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
    this.#card();
    this.classList.add("is-moving");
    this.#ask();
  }

  disconnectedCallback(): void {
    clearInterval(this.#playing);
    clearTimeout(this.#resting);
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
      this.#quiet(false);
      this.#said = -1;
      this.#move();
    };
    if (this.#playing) return stop();
    this.#quiet(true);
    button.textContent = this.dataset.pause ?? "";
    if (this.#to === last) this.#go(0);
    this.#playing = window.setInterval(() => (this.#to === last ? stop() : this.#go(this.#to + 1)), STAY);
  }

  // Who listens hears where it stops, not each month that passes by.
  #quiet(whether: boolean): void {
    const now = this.querySelector(".months-now");
    if (now) now.ariaLive = whether ? "off" : "polite";
  }

  #go(month: number): void {
    this.#to = month;
    this.#range.value = `${month}`;
    this.#move();
  }

  // Something moves: until nothing has moved for a moment, only the strongest ties are drawn.
  #move(): void {
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => this.#rest(), REST);
    this.#moving = true;
    this.#ask();
  }

  #rest(): void {
    if (this.#playing || this.#at !== this.#to) return this.#move();
    this.#moving = false;
    this.#words(this.#to);
    this.#shapes(this.#to);
    this.#ask();
  }

  #ask(): void {
    if (!this.#asked) this.#asked = requestAnimationFrame((now) => this.#step(now));
  }

  #step(now: number): void {
    this.#asked = 0;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const passed = this.#clock ? Math.min(now - this.#clock, 100) : 16;
    if (this.#clock && this.#moving) this.#keepPace(passed);
    const left = this.#to - this.#at;
    this.#at = calm || Math.abs(left) < 0.004 ? this.#to : this.#at + left * (1 - Math.exp(-passed / SOON));
    const near = Math.round(this.#at);
    if (near !== this.#said && now - this.#saidAt > READ) {
      this.#saidAt = now;
      this.#words(near);
    }
    if (!this.#draw && near !== this.#drawn) this.#shapes(near);
    this.#draw?.();
    const moving = this.#at !== this.#to;
    this.#clock = moving ? now : 0;
    if (moving) this.#ask();
  }

  #keepPace(passed: number): void {
    this.#pace = passed > SLOW ? Math.max(this.#pace, 0) + 1 : Math.min(this.#pace, 1) - 1;
    if (this.#pace < 2 && this.#pace > -CALM) return;
    this.#coarse = Math.min(Math.max(this.#coarse + Math.sign(this.#pace), 0), FINE.length - 1);
    this.#pace = 0;
  }

  // Names, numbers and words of one month.
  #words(k: number): void {
    const month = this.#frames.months[k];
    if (!month || k === this.#said) return;
    this.#said = k;
    this.#svg.querySelectorAll(".map-labels text").forEach((label, i) => {
      const shown = month.people[i] ? "inline" : "none";
      if (label.getAttribute("display") !== shown) label.setAttribute("display", shown);
      const [size, people] = [label.querySelector(".map-size"), month.people[i] ? `≈\u202f${month.people[i]}` : ""];
      if (size && size.textContent !== people) size.textContent = people;
    });
    const [name, words] = [this.querySelector(".months-now strong"), this.querySelector(".months-now span")];
    if (name) name.textContent = month.name;
    if (words) words.textContent = month.words;
    this.#range.ariaValueText = month.name;
  }

  // Circles and bands of one month, as SVG.
  #shapes(k: number): void {
    const month = this.#frames.months[k];
    if (!month || k === this.#drawn) return;
    this.#drawn = k;
    this.#svg.querySelectorAll(".month-groups circle").forEach((circle, i) => circle.setAttribute("r", `${month.r[i] ?? 0}`));
    this.#svg.querySelectorAll(".month-bands path").forEach((path, i) => path.setAttribute("class", `month-band tone-${month.steps[i] ?? 0}`));
  }

  // What the graphics card draws: bands, groups, ties and people, below the names.
  #card(): void {
    const house = this.querySelector<HTMLElement>("house-map");
    const canvas = document.createElement("canvas");
    // Edges are smoothed by their own ink; to smooth every line four times over costs more than all the rest where no graphics card helps.
    const gl = canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true });
    if (!house || !gl) return;
    house.append(canvas);
    const { months, seats } = this.#frames;
    const people = drawer(gl, SEATS, SEAT_INK);
    const bands = drawer(gl, BAND, BAND_INK);
    const groups = drawer(gl, GROUP, GROUP_INK);
    const seated = filled(gl, new Float32Array(seats.flatMap(([x, y]) => [x, y])));
    const there = once((k) => {
      const shown = new Uint8Array(seats.length);
      for (const seat of months[k]?.dots ?? []) shown[seat] = 255;
      return filled(gl, shown);
    });
    // Of each month the strongest ties come first.
    const tied = once((k) => filled(gl, new Float32Array((months[k]?.ties ?? []).flatMap((seat) => seats[seat]?.slice(0, 2) as number[]))));
    const ways = [...this.#svg.querySelectorAll<SVGPathElement>(".month-bands path")].map((path) => strip(path.getAttribute("d") ?? ""));
    const ribbons = filled(gl, new Float32Array(ways.flat()));
    const circles = [...this.#svg.querySelectorAll<SVGCircleElement>(".month-groups circle")].map((one) => [one.cx.baseVal.value, one.cy.baseVal.value] as const);
    // A card that is taken away, as on a phone that slept, leaves the picture of the server.
    canvas.addEventListener("webglcontextlost", () => {
      this.#draw = null;
      this.classList.remove("is-drawn", "shows-people");
      canvas.remove();
      this.#shapes(Math.round(this.#at));
    });
    let colours = this.#colours();
    const again = () => {
      colours = this.#colours();
      this.#ask();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    new MutationObserver(() => this.#move()).observe(this.#svg, { attributes: true, attributeFilter: ["viewBox"] });
    new ResizeObserver(() => this.#ask()).observe(canvas);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#draw = () => {
      const from = Math.min(Math.floor(this.#at), months.length - 2);
      const [one, other, turn] = [months[from], months[from + 1], this.#at - from];
      const box = canvas.getBoundingClientRect();
      const matrix = this.#svg.getScreenCTM();
      if (!one || !other || !matrix || !box.width || !box.height) return;
      const fine = this.#moving ? (FINE[this.#coarse] ?? 1) : 1;
      const sharp = Math.min(window.devicePixelRatio || 1, 2) * fine;
      const [wide, tall] = [Math.round(box.width * sharp), Math.round(box.height * sharp)];
      if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
      gl.viewport(0, 0, wide, tall);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const scale = matrix.a * sharp;
      const view = [(2 * matrix.a) / box.width, (-2 * matrix.d) / box.height, (2 * (matrix.e - box.left)) / box.width - 1, 1 - (2 * (matrix.f - box.top)) / box.height];
      const mixed = (a: number, b: number) => a + (b - a) * turn;
      bands.use(view);
      bands.reads("place", ribbons, 2, 16, 0);
      bands.reads("away", ribbons, 2, 16, 8);
      gl.uniform1f(bands.at("scale"), scale);
      for (let k = 0; k < ways.length; k++) {
        const [a, b] = [one.steps[k] ?? 0, other.steps[k] ?? 0];
        if (!a && !b) continue;
        gl.uniform1f(bands.at("wide"), mixed(colours.widths[a] ?? 0, colours.widths[b] ?? 0));
        gl.uniform4fv(bands.at("colour"), colours.tones[turn < 0.5 ? a || b : b || a] ?? colours.line);
        gl.drawArrays(gl.TRIANGLE_STRIP, 2 * (PIECES + 1) * k, 2 * (PIECES + 1));
      }
      groups.use(view);
      gl.uniform1f(groups.at("scale"), scale);
      gl.uniform4fv(groups.at("colour"), colours.group);
      gl.uniform4fv(groups.at("rim"), colours.line);
      circles.forEach(([x, y], k) => {
        const r = mixed(one.r[k] ?? 0, other.r[k] ?? 0);
        if (r < 0.5) return;
        gl.uniform3f(groups.at("circle"), x, y, r);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      });
      if (!seats.length) return;
      people.use(view);
      gl.uniform1f(people.at("turn"), turn);
      gl.uniform1i(people.at("round"), 0);
      gl.uniform4fv(people.at("colour"), colours.tie);
      for (const [k, was, will] of [[from, 1, 0], [from + 1, 0, 1]] as const) {
        if (!mixed(was, will)) continue;
        people.reads("place", tied(k), 2, 0, 0);
        people.stays("was", was);
        people.stays("will", will);
        const ends = months[k]?.ties.length ?? 0;
        gl.drawArrays(gl.LINES, 0, this.#moving ? Math.min(ends, 2 * Math.round(ON_THE_WAY * fine)) : ends);
      }
      people.reads("place", seated, 2, 0, 0);
      people.reads("was", there(from), 1, 0, 0, gl.UNSIGNED_BYTE);
      people.reads("will", there(from + 1), 1, 0, 0, gl.UNSIGNED_BYTE);
      gl.uniform1i(people.at("round"), 1);
      gl.uniform4fv(people.at("colour"), colours.dot);
      gl.uniform4fv(people.at("rim"), colours.rim);
      gl.uniform1f(people.at("size"), Math.max(4, 9 * matrix.a) * sharp);
      gl.drawArrays(gl.POINTS, 0, seats.length);
    };
    this.classList.add("is-drawn");
    if (!seats.length) return;
    this.classList.add("shows-people");
    this.#names(house, canvas);
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

  #colours(): Colours {
    const of = (one: Element | null | undefined, property: "fill" | "stroke", alpha: number) => pixel(one ? getComputedStyle(one)[property] : "#888", alpha);
    const legend = (name: string) => this.parentElement?.querySelector(`.legend .${name}`);
    // Each tone as the sheet has it; perhaps no band has it just now.
    const bands = this.#svg.querySelector(".month-bands");
    const tried = [0, 1, 2, 3, 4, 5].map((tone) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("class", `month-band tone-${tone}`);
      bands?.append(path);
      return path;
    });
    const found = {
      dot: of(legend("month-person"), "fill", 1), rim: of(legend("month-person"), "stroke", 1), tie: of(legend("month-tie"), "stroke", 0.45),
      group: of(legend("month-group"), "fill", 1), line: of(legend("month-group"), "stroke", 1),
      tones: tried.map((path) => of(path, "stroke", 1)), widths: tried.map((path) => parseFloat(getComputedStyle(path).strokeWidth) || 0),
    };
    for (const path of tried) path.remove();
    return found;
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

// A curve from one end over its bend to the other ("M0 0Q1 1 2 0") as the two edges of a strip: for each edge a place, and where it is away from the middle.
function strip(d: string): number[] {
  const [ax = 0, ay = 0, qx = 0, qy = 0, bx = 0, by = 0] = (d.match(/-?[\d.]+(?:e[+-]?\d+)?/g) ?? []).map(Number);
  return Array.from({ length: PIECES + 1 }, (_, k) => {
    const t = k / PIECES;
    const [x, y] = [(1 - t) ** 2 * ax + 2 * t * (1 - t) * qx + t * t * bx, (1 - t) ** 2 * ay + 2 * t * (1 - t) * qy + t * t * by];
    const [dx, dy] = [(1 - t) * (qx - ax) + t * (bx - qx), (1 - t) * (qy - ay) + t * (by - qy)];
    const long = Math.hypot(dx, dy) || 1;
    return [x, y, -dy / long, dx / long, x, y, dy / long, -dx / long];
  }).flat();
}

// Made when it is wanted for the first time.
function once<T>(make: (k: number) => T): (k: number) => T {
  const made = new Map<number, T>();
  return (k) => {
    if (!made.has(k)) made.set(k, make(k));
    return made.get(k) as T;
  };
}

function filled(gl: WebGL2RenderingContext, values: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
  return buffer;
}

// One pair of programs for the card, and how it is fed.
function drawer(gl: WebGL2RenderingContext, shape: string, ink: string) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, shape], [gl.FRAGMENT_SHADER, ink]] as const) {
    const shader = gl.createShader(kind) as WebGLShader;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  const uniforms = new Map<string, WebGLUniformLocation | null>();
  const own = gl.createVertexArray();
  const at = (name: string) => {
    if (!uniforms.has(name)) uniforms.set(name, gl.getUniformLocation(program, name));
    return uniforms.get(name) ?? null;
  };
  return {
    at,
    use(view: number[]): void {
      gl.useProgram(program);
      gl.bindVertexArray(own);
      gl.uniform4fv(at("view"), view);
    },
    reads(name: string, buffer: WebGLBuffer, parts: number, stride: number, offset: number, kind: number = gl.FLOAT): void {
      const place = gl.getAttribLocation(program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, parts, kind, kind !== gl.FLOAT, stride, offset);
    },
    stays(name: string, value: number): void {
      const place = gl.getAttribLocation(program, name);
      gl.disableVertexAttribArray(place);
      gl.vertexAttrib1f(place, value);
    },
  };
}

customElements.define("month-map", MonthMap);
