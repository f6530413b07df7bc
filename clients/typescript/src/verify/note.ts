// Signed notes and the checkpoints in them (C2SP signed-note, tlog-checkpoint), Ed25519 only.

import * as ed25519 from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2";

import { type Bytes, concat, decodeUtf8, fromBase64, sameBytes, toHex, utf8 } from "./bytes.ts";
import { digestOf } from "./digest.ts";
import type { Read } from "./json.ts";
import { emptyRoot, type TreeHead } from "./tree.ts";

// The curve's code brings no hash of its own; without this line it would ask the browser for one,
// which a page from a folder may not have.
ed25519.etc.sha512Sync = (...parts) => sha512(ed25519.etc.concatBytes(...parts));

const NOTE_BYTES_MAX = 1_000_000;
const SIGNATURES_MAX = 100;
const ED25519_TYPE = 1;

export interface VerifierKey {
  name: string;
  id: string; // Eight hexadecimal digits.
  key: Bytes;
}

export interface Checkpoint extends TreeHead {
  origin: string;
}

// Every code point with the Unicode property White_Space, control characters and "+".
const NOT_IN_NAMES = /[\0-\x20+\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function isKeyName(name: string): boolean {
  return name !== "" && !NOT_IN_NAMES.test(name);
}

function isNoteText(text: string): boolean {
  return text.endsWith("\n") && !/[\0-\x09\x0b-\x1f]/.test(text);
}

// Reads "name+hex8+base64(0x01 ‖ key)", blanks around it aside.
export function readVerifierKey(bytes: Bytes): Read<VerifierKey> {
  const text = decodeUtf8(bytes)?.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const parts = text === undefined ? null : /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text);
  if (parts === null) {
    return { wrong: "a key is written name+id+base64; this one lacks a part" };
  }
  const [, name = "", id = "", base64 = ""] = parts;
  if (!isKeyName(name)) {
    return { wrong: "the key's name is empty or holds a space or control character" };
  }
  const typed = fromBase64(base64);
  if (typed === undefined || typed.length !== 33) {
    return { wrong: "the key's last part is not base64 of 33 bytes" };
  }
  if (typed[0] !== ED25519_TYPE) return { wrong: "the key is not of type 1, Ed25519" };
  if (toHex(digestOf(concat(utf8(`${name}\n`), typed)).subarray(0, 4)) !== id) {
    return {
      wrong: "the key's ID does not fit its name and bytes; copy the whole line again",
    };
  }
  return { value: { name, id, key: typed.subarray(1) } };
}

function isGood(key: VerifierKey, text: Bytes, signature: Bytes): boolean {
  if (signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, text, key.key, { zip215: false });
  } catch {
    return false;
  }
}

// The text of a note that the key signed.
function openNote(bytes: Bytes, key: VerifierKey): Read<string> {
  const malformed = (what: string) => ({ wrong: `signed note: ${what}` });
  if (bytes.length > NOTE_BYTES_MAX) return malformed("larger than 1,000,000 bytes");
  const note = decodeUtf8(bytes);
  if (note === undefined || !isNoteText(note)) {
    return malformed("must be UTF-8, end in a line feed and have no other control character");
  }
  const divide = note.lastIndexOf("\n\n");
  if (divide < 0) return malformed("no empty line divides the text from the signatures");
  const text = note.slice(0, divide + 1);
  const rest = note.slice(divide + 2);
  if (rest === "") return malformed("no signature follows the last empty line");
  const lines = rest.slice(0, -1).split("\n");
  const signed = utf8(text);
  let known = false;
  for (const [i, line] of lines.entries()) {
    if (i >= SIGNATURES_MAX) return malformed("more than 100 signatures");
    if (!line.startsWith("\u2014 ")) {
      return malformed("every line after the last empty line begins with an em dash and a space");
    }
    const space = line.indexOf(" ", 2);
    if (space < 0) return malformed("a signature line lacks its signature");
    const name = line.slice(2, space);
    if (!isKeyName(name)) return malformed("a signature line has no valid key name");
    const blob = fromBase64(line.slice(space + 1));
    if (blob === undefined || blob.length <= 4) {
      return malformed(`the signature of '${name}' is not base64 of an ID and more`);
    }
    if (name !== key.name || toHex(blob.subarray(0, 4)) !== key.id) continue;
    if (!isGood(key, signed, blob.subarray(4))) {
      return malformed(`the signature of '${name}' does not fit the text`);
    }
    known = true;
  }
  return known ? { value: text } : malformed("no known key signed it");
}

// An ASCII decimal without sign, blanks or leading zeros, up to 2^63-1. Beyond 2^53 it is no longer
// exact, which no log that anybody could hold will notice.
export function readDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) return undefined;
  return BigInt(text) < 1n << 63n ? Number(text) : undefined;
}

function readCheckpoint(text: string): Read<Checkpoint> {
  const malformed = (what: string) => ({ wrong: `checkpoint: ${what}` });
  if (text.startsWith("\n") || text.includes("\n\n"))
    return malformed("must not have an empty line");
  const [origin = "", decimal, base64, ...rest] = text.split("\n");
  if (rest.length === 0) {
    return decimal === undefined || decimal === ""
      ? malformed("lacks its second line, the number of entries")
      : malformed("lacks its third line, the root");
  }
  const size = readDecimal(decimal ?? "");
  if (size === undefined) {
    return malformed("the second line must be the number of entries, a plain decimal");
  }
  const root = fromBase64(base64 ?? "");
  if (root === undefined || root.length !== 32) {
    return malformed("the third line must be the root, 32 bytes in base64");
  }
  if (size === 0 && !sameBytes(root, emptyRoot())) {
    return malformed("no entries, but not the empty root");
  }
  return { value: { origin, size, root } };
}

// The checkpoint in a note that the key signed, of the key's own log.
export function openCheckpoint(note: Bytes, key: VerifierKey): Read<Checkpoint> {
  const text = openNote(note, key);
  if (text.wrong !== undefined) return text;
  const read = readCheckpoint(text.value);
  if (read.wrong !== undefined || read.value.origin === key.name) return read;
  return {
    wrong: `checkpoint: is of the log '${read.value.origin}', but the key is that of '${key.name}'`,
  };
}
