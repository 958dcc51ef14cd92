// Writes kg/serve/static/sigma.js, one module with the licences of what is in it at its head.
import { build } from "esbuild";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const inside = ["sigma", "graphology", "graphology-utils", "events"];
const notices = inside.map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = ["LICENSE", "LICENSE.txt"].map((file) => {
    try { return readFileSync(join(folder, file), "utf8").trim(); } catch { return ""; }
  }).find(Boolean) ?? `${license} licence; the package holds no text of it.`;
  return `${name} ${version}, ${license}\n\n${text.replaceAll("*/", "* /")}`;
});
const out = join(here, "../../static/sigma.js");
await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  outfile: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  banner: { js: `/*!\n${notices.join("\n\n----\n\n")}\n*/` },
});
console.log(out, statSync(out).size, "bytes");
