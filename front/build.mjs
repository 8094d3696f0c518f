// Styles and scripts of the house: one sheet, one script, another for what few pages need, and a small one that must come first. Under a second.
// Names stay plain; Django's manifest storage gives them their fingerprints.
import { build } from "esbuild";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}drittort/web/static/dist`;

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: [
    { in: `${root}drittort/web/css/index.css`, out: "house" },
    { in: `${root}islands/main.ts`, out: "main" },
    { in: `${root}islands/tools.ts`, out: "tools" },
    { in: `${root}islands/theme.ts`, out: "theme" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome123", "firefox121", "safari17.5"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  nodePaths: [`${root}front/node_modules`],
  alias: { "htmx.org": `${root}front/node_modules/htmx.org/dist/htmx.esm.js` },
  logLevel: "warning",
});
