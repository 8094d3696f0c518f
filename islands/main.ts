// The one script of ordinary pages. htmx reads its settings from <meta name="htmx-config"> in web/_head.html.
import "htmx.org";
import "./ask-first";
import "./copy-text";
import "./live";
import "./print-page";
import "./search-box";
import "./send-on-choose";
import "./sign-out";
import "./theme-switch";

// The elements of tools.ts and talk.ts. They come to life as soon as it has been read.
const seldom = { tools: "check-in, crop-frame, half-hour, house-map, install-app, keep-along, month-map, pass-key, points-left, push-switch, share-in, type-ahead, wall-screen, word-helper", talk: "kept-draft, live-thread" };
const addresses = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {};

function fetchSeldom(): void {
  for (const [name, elements] of Object.entries(seldom)) {
    const address = addresses[name];
    if (!address || !document.querySelector(elements)) continue;
    delete addresses[name];
    const script = document.createElement("script");
    script.src = address;
    document.head.append(script);
  }
}

fetchSeldom();
document.addEventListener("htmx:after:swap", fetchSeldom);

// On the start screen of a phone the house also opens without a net.
if (window.matchMedia("(display-mode: standalone)").matches) void navigator.serviceWorker?.register("/sw.js");
