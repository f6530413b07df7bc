// Records for tests: the golden ones, and the same with something changed and signed again.

import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const GOLDEN = fileURLToPath(new URL("../../golden/logs/", import.meta.url));
// Where the build put the verifier.
const BUILT =
  process.env.QUORATE_TYPESCRIPT ??
  fileURLToPath(new URL("../../../clients/typescript/dist", import.meta.url));

export async function verifier() {
  return import(join(BUILT, "verify.js"));
}
export const PROGRAM = join(BUILT, "verify-cli.js");

export function goldenFolder(name) {
  return join(GOLDEN, name);
}

// The files of "v2-small/public" by path.
export function golden(name) {
  const files = new Map();
  const walk = (below) => {
    for (const one of readdirSync(join(GOLDEN, name, below)).sort()) {
      const path = below === "" ? one : `${below}/${one}`;
      const place = join(GOLDEN, name, path);
      if (statSync(place).isDirectory()) walk(path);
      else files.set(path, new Uint8Array(readFileSync(place)));
    }
  };
  walk("");
  return files;
}

export function text(files, path) {
  return Buffer.from(files.get(path)).toString("utf8");
}
export function put(files, path, content) {
  return new Map(files).set(path, new Uint8Array(Buffer.from(content)));
}

export function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function leaf(line) {
  return sha256(Buffer.from([0]), line);
}
function node(left, right) {
  return sha256(Buffer.from([1]), left, right);
}
function split(n) {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// RFC 6962, written as it is defined.
export function rootOf(lines) {
  if (lines.length === 0) return sha256("");
  if (lines.length === 1) return leaf(lines[0]);
  const k = split(lines.length);
  return node(rootOf(lines.slice(0, k)), rootOf(lines.slice(k)));
}
export function pathOf(lines, index) {
  if (lines.length <= 1) return [];
  const k = split(lines.length);
  return index < k
    ? [...pathOf(lines.slice(0, k), index), rootOf(lines.slice(k))]
    : [...pathOf(lines.slice(k), index - k), rootOf(lines.slice(0, k))];
}

// A key of the tests' own, under a given name.
export function keyNamed(name) {
  const seed = sha256("a key for tests");
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const typed = Buffer.concat([Buffer.from([1]), raw]);
  const id = sha256(`${name}\n`, typed).subarray(0, 4);
  return {
    vkey: `${name}+${id.toString("hex")}+${typed.toString("base64")}\n`,
    checkpoint(lines) {
      const body = `${name}\n${lines.length}\n${rootOf(lines).toString("base64")}\n`;
      const blob = Buffer.concat([id, sign(null, Buffer.from(body), secret)]);
      return `${body}\n\u2014 ${name} ${blob.toString("base64")}\n`;
    },
  };
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

// The record after `change` was done to its entries, numbered and signed anew by the tests' key: what
// somebody could publish who holds the server. `change` gets the parsed entries, and may add to
// `raw`: lines by place, to stand as they are.
export function forged(files, change) {
  const entries = text(files, "entries.ndjson")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const raw = new Map();
  const changed = change(entries, raw) ?? entries;
  changed.forEach((entry, seq) => (entry.seq = seq));
  const lines = changed.map((entry, seq) => raw.get(seq) ?? canonical(entry));
  const key = keyNamed(text(files, "checkpoint").split("\n")[0]);
  const forgery = new Map([...files].filter(([path]) => !path.startsWith("checkpoints/")));
  const set = (path, content) => forgery.set(path, new Uint8Array(Buffer.from(content)));
  set("entries.ndjson", `${lines.join("\n")}\n`);
  set("log.vkey", key.vkey);
  set("checkpoint", key.checkpoint(lines));
  set("SHA256SUMS", sums(forgery));
  return forgery;
}

export function sums(files) {
  return [...files]
    .filter(([path]) => path !== "SHA256SUMS")
    .map(([path, bytes]) => `${sha256(bytes).toString("hex")}  ${path}\n`)
    .join("");
}

// The receipt of an entry, with its opening if there is one.
export function receiptOf(files, index) {
  const lines = text(files, "entries.ndjson").trimEnd().split("\n");
  const commitment = JSON.parse(lines[index]).payload.commitment;
  const openings = files.has("openings.ndjson")
    ? text(files, "openings.ndjson").trimEnd().split("\n")
    : [];
  const opening = openings.find(
    (line) => sha256("quorate/opening/v1\n", line).toString("hex") === commitment,
  );
  const extra = JSON.stringify(opening ? { leaf: lines[index], opening } : { leaf: lines[index] });
  return [
    "c2sp.org/tlog-proof@v1",
    `extra ${Buffer.from(extra).toString("base64")}`,
    `index ${index}`,
    ...pathOf(lines, index).map((step) => step.toString("base64")),
    "",
    text(files, "checkpoint"),
  ].join("\n");
}
