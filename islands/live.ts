// What is new comes by itself: the event stream names topics, and every element with one of them (data-topic) is asked to "look", which htmx
// answers by fetching it from its own address. Numbers in the frame (data-count) come with the stream. Where there is no stream, pages ask now and then;
// without script one reloads.
import { Source, type News } from "./live-source";

const EVERY = 15_000;
const HERE = 60_000;
const READ = 1_500;

const place = document.body?.dataset.live;
let open = false;
let over = false;
let late = new Set<string>();

const visible = () => document.visibilityState === "visible";
const elements = () => [...document.querySelectorAll<HTMLElement>("[data-topic]")];

/** Ask elements to fetch themselves; who is just fetching does it once more afterwards. Returns whether there was one. */
function look(wanted: (topic: string) => boolean): boolean {
  const found = elements().filter((one) => wanted(one.dataset.topic ?? ""));
  // One thing at a time: an answer whose place was exchanged meanwhile would be lost.
  const busy = document.querySelector(".htmx-request") !== null;
  for (const one of found) {
    if (busy) late.add(one.dataset.topic ?? "");
    else one.dispatchEvent(new Event("look"));
  }
  return found.length > 0;
}

function write(numbers: Record<string, number>): void {
  for (const [name, number] of Object.entries(numbers)) {
    for (const one of document.querySelectorAll<HTMLElement>(`[data-count="${CSS.escape(name)}"]`)) {
      one.hidden = !number;
      if (one.firstElementChild) one.firstElementChild.textContent = String(number);
    }
  }
}

function read(): Record<string, number> {
  const counts = [...document.querySelectorAll<HTMLElement>("[data-count]")];
  return Object.fromEntries(counts.map((one) => [one.dataset.count ?? "", Number(one.firstElementChild?.textContent ?? 0)]));
}

if (place) {
  const url = new URL(place.startsWith(":") ? `${location.protocol}//${location.hostname}${place}` : place, location.href).href;
  let timer = 0;

  const hear = (news: News) => {
    if (news.over) over = true;
    if (news.open !== undefined) {
      // What happened between drawing this page, or losing the stream, and now.
      if (news.open && !open && visible()) look(() => true);
      open = news.open;
      document.documentElement.dataset.hears = open ? "yes" : "no";
    }
    const topics = new Set(news.topics ?? []);
    const looks = visible() && topics.size > 0 && look((topic) => topics.has(topic));
    if (!news.numbers) return;
    const numbers = news.numbers;
    window.clearTimeout(timer);
    // What is being fetched and so read here is no news; the fetched part brings the number that stays.
    if (looks) timer = window.setTimeout(() => write(numbers), READ);
    else write(numbers);
  };

  let say: (looks: boolean) => void;
  let leave: () => void;
  let share: (numbers: Record<string, number>) => void;
  const alone = () => {
    const source = new Source(url);
    const me = {};
    say = (looks) => source.here(me, hear, looks);
    leave = () => source.gone(me);
    share = () => undefined;
  };
  const worker = document.body.dataset.liveWorker;
  try {
    const { port } = new SharedWorker(worker ?? "");
    port.onmessage = ({ data }: MessageEvent<News>) => hear(data);
    say = (looks) => port.postMessage({ url, looks });
    leave = () => port.postMessage({ url, gone: true });
    share = (numbers) => port.postMessage({ url, numbers });
  } catch {
    alone();
  }
  const here = () => say(visible());

  here();
  share!(read());
  document.addEventListener("visibilitychange", here);
  window.setInterval(here, HERE);
  window.addEventListener("pagehide", () => leave());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) here();
  });
  window.setInterval(() => {
    if (visible() && !open && !over) look(() => true);
  }, EVERY);
  const settled = () => {
    const again = late;
    late = new Set();
    if (again.size) look((topic) => again.has(topic));
  };
  document.addEventListener("htmx:after:swap", () => {
    window.clearTimeout(timer);
    share(read());
    window.setTimeout(settled);
  });
  document.addEventListener("htmx:finally:request", () => window.setTimeout(settled));
}
