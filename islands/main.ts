// The one script of ordinary pages. htmx reads its settings from <meta name="htmx-config"> in web/_head.html.
import "htmx.org";
import "./ask-first";
import "./copy-text";
import "./live";
import "./live-thread";
import "./print-page";
import "./search-box";
import "./send-on-choose";
import "./theme-switch";

// The elements of tools.ts. They come to life as soon as it has been read.
const seldom = "check-in, crop-frame, house-map, pass-key, push-switch, type-ahead, word-helper";
const address = (document.currentScript as HTMLScriptElement | null)?.dataset.tools;
let fetched = false;

function fetchTools(): void {
  if (fetched || !address || !document.querySelector(seldom)) return;
  fetched = true;
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}

fetchTools();
document.addEventListener("htmx:after:swap", fetchTools);
