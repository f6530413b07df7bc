// Makes the page: one HTML file with its script and style inside, allowed by their digests alone.
//
//   node build.mjs [OUT.html [OUT.cc]]      (../dist/audit.html)

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

// The page as a C++ source that defines kAuditPage of audit_page.h.
function asSource(page) {
  // Short octal escapes end by themselves; a question mark could begin a trigraph.
  const escaped = [...Buffer.from(page, "utf8")].map((byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f;
    return plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  const lines = [];
  for (let at = 0; at < escaped.length; at += 80) {
    lines.push(`    "${escaped.slice(at, at + 80).join("")}"`);
  }
  return `#include "clients/web/audit_page.h"

namespace quorate::web {

constinit const std::string_view kAuditPage =
${lines.join("\n")};

}  // namespace quorate::web
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out = `${here}../dist/audit.html`, source] = process.argv.slice(2);
  const page = await makePage();
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, page);
  if (source !== undefined) writeFileSync(source, asSource(page));
}
