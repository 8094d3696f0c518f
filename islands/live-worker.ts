// The shared worker: one event stream of a house for all tabs of this browser.
import { Source } from "./live-source";

type Said = { url: string; looks?: boolean; gone?: boolean; numbers?: Record<string, number> };

const sources = new Map<string, Source>();

(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  const port = event.ports[0]!;
  port.onmessage = ({ data }: MessageEvent<Said>) => {
    const source = sources.get(data.url) ?? new Source(data.url);
    sources.set(data.url, source);
    if (data.numbers) source.share(port, data.numbers);
    else if (data.gone) source.gone(port);
    else source.here(port, (news) => port.postMessage(news), Boolean(data.looks));
  };
};
