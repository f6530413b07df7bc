// Puts a bundle's record into the page, as the bundle writer does; for tests and for trying things.
//
//   node fill.mjs BUNDLE OUT.html [--too-large]

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makePage } from "./build.mjs";

const PLACE = "<!--QUORATE-BUNDLE-->";
const TOO_LARGE = 8_000_000;
const LOG = /^(log\.vkey|checkpoint|checkpoints\/[0-9]+|(entries|openings|statements)\.ndjson)$/;

function paths(folder, below = "") {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === "" ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? paths(folder, path) : [path];
  });
}

// The block of data for the record in that folder.
export function blockFor(folder, tooLarge = false) {
  const listing = paths(folder).sort();
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const files = Object.fromEntries(
    listing.filter((path) => LOG.test(path)).map((path) => [path, read(path)]),
  );
  const size = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  const tier = "openings.ndjson" in files ? "auditor" : "public";
  const data =
    tooLarge || size > TOO_LARGE
      ? { files: {}, listing, tier, too_large: true }
      : { files, listing, tier };
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="bundle">${json}</script>`;
}

export function fillPage(page, block) {
  const at = page.indexOf(PLACE);
  return page.slice(0, at) + block + page.slice(at + PLACE.length);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, out, option] = process.argv.slice(2);
  if (folder === undefined || out === undefined) {
    process.stderr.write("Usage: node fill.mjs BUNDLE OUT.html [--too-large]\n");
    process.exit(2);
  }
  writeFileSync(out, fillPage(await makePage(), blockFor(folder, option === "--too-large")));
}
