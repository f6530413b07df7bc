// Makes the page: one HTML file with its script and style inside, allowed by their digests alone.
//
//   node build.mjs [OUT.html]      (audit.html in dist/ beside this folder's package)

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

function digest(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

async function bundled(entry, loader) {
  const made = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2020",
    logLimit: 10,
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
    loader,
  });
  return made.outputFiles[0].text.trim();
}

// The page without a record in it.
export async function makePage() {
  const script = (await bundled("main.ts", {})).replaceAll("</script", "<\\/script");
  const style = await bundled("audit.css", { ".css": "css" });
  const parts = {
    "@SCRIPT_HASH@": digest(script),
    "@STYLE_HASH@": digest(style),
    "@SCRIPT@": script,
    "@STYLE@": style,
  };
  const template = readFileSync(`${here}template.html`, "utf8");
  return template.replace(/@[A-Z_]+@/g, (name) => parts[name] ?? name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const out = process.argv[2] ?? `${here}../dist/audit.html`;
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, await makePage());
}
