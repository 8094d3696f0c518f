// The one script of ordinary pages. htmx reads its settings from <meta name="htmx-config"> in web/base.html.
import "htmx.org";
import "./ask-first";
import "./copy-text";
import "./crop-frame";
import "./live-thread";
import "./map";
import "./push-switch";
import "./pass-key";
import "./print-page";
import "./send-on-choose";
import "./theme-switch";
import "./word-helper";
import "./type-ahead";
