// Styles and scripts of the house: one sheet, one script, two more for what few pages need, a small one that must come first, and one that holds
// the event stream for all tabs. Under a second.
// Each room of css/rooms has a sheet of its own, linked by the pages that show it.
// Names stay plain; Django's manifest storage gives them their fingerprints.
import { build } from "esbuild";
import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}drittort/web/static/dist`;

await rm(out, { recursive: true, force: true });
const common = {
  bundle: true,
  minify: true,
  target: ["chrome123", "firefox121", "safari17.5"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};
await build({
  ...common,
  entryPoints: [
    { in: `${root}drittort/web/css/index.css`, out: "house" },
    { in: `${root}islands/main.ts`, out: "main" },
    { in: `${root}islands/tools.ts`, out: "tools" },
    { in: `${root}islands/talk.ts`, out: "talk" },
    { in: `${root}islands/theme.ts`, out: "theme" },
    { in: `${root}islands/live-worker.ts`, out: "live" },
  ],
  outdir: out,
  format: "iife",
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  nodePaths: [`${root}front/node_modules`],
  alias: { "htmx.org": `${root}front/node_modules/htmx.org/dist/htmx.esm.js` },
});

const rooms = `${root}drittort/web/css/rooms`;
for (const name of await readdir(rooms)) {
  await build({
    ...common,
    stdin: { contents: `@import "./${name}" layer(pages);`, resolveDir: rooms, loader: "css" },
    outfile: `${out}/rooms/${name}`,
  });
}
