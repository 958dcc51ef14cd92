// Writes kg/serve/static/editor.js, one script with the licences of what is in it at its head.
import { build } from "esbuild";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../static/editor.js");
const options = { absWorkingDir: here, entryPoints: ["entry.js"], bundle: true, minify: true, format: "iife", target: "es2020" };
const { metafile } = await build({ ...options, write: false, metafile: true });
const inside = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean);
const notices = new Map();  // text of a licence -> the packages under it
for (const name of [...new Set(inside)].sort()) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `${license} licence; the package holds no text of it.`;
  notices.set(text, [...(notices.get(text) ?? []), `${name} ${version}, ${license}`]);
}
const said = [...notices].map(([text, names]) => `${names.join("\n")}\n\n${text}`.replaceAll("*/", "* /"));
await build({ ...options, outfile: out, legalComments: "none", banner: { js: `/*!\n${said.join("\n\n----\n\n")}\n*/` } });
console.log(out, statSync(out).size, "bytes");
