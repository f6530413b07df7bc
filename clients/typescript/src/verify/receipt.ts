// Receipts (C2SP tlog-proof): the file by which a participant shows, offline, that an entry is in
// the log. Its `extra` line is signed by nobody and needs no trust: the leaf must lead to the signed
// root, and the opening must be what the leaf committed to.

import { type Bytes, decodeUtf8, fromBase64, utf8 } from "./bytes.ts";
import { commitmentOf, type Digest, leafHash } from "./digest.ts";
import { isObject, type Json, type JsonObject, member, type Read, readCanonical } from "./json.ts";
import { type Checkpoint, openCheckpoint, readDecimal, type VerifierKey } from "./note.ts";
import { wrongInclusion } from "./tree.ts";

const RECEIPT_BYTES_MAX = 2_000_000;
const STEPS_MAX = 63;
const LEAF_BYTES_MAX = 60_000;
const FIRST_LINE = "c2sp.org/tlog-proof@v1";

export interface Receipt {
  checkpoint: Checkpoint;
  index: number;
  leaf: string; // The entry's line.
  entry: JsonObject;
  opening: string; // The line the leaf commits to, or empty.
  content?: Json; // What the opening holds.
}

interface Parts {
  leaf: string;
  opening: string;
  index: number;
  path: Digest[];
  checkpoint: string;
}

function malformed(what: string): { wrong: string } {
  return { wrong: `receipt: ${what}` };
}

function readExtra(base64: string): { leaf: string; opening: string } | undefined {
  const bytes = fromBase64(base64);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text === undefined) return undefined;
  // The strings hold lines of the log, whose own form is checked later.
  let extra: unknown;
  try {
    extra = JSON.parse(text);
  } catch {
    return undefined;
  }
  const leaf = member(extra as Json, "leaf");
  const opening = member(extra as Json, "opening");
  if (typeof leaf !== "string" || leaf === "") return undefined;
  if (opening !== undefined && (typeof opening !== "string" || opening === "")) return undefined;
  const printed = JSON.stringify(opening === undefined ? { leaf } : { leaf, opening });
  return printed === text ? { leaf, opening: opening ?? "" } : undefined;
}

function readParts(text: string): Read<Parts> {
  const end = text.indexOf("\n\n");
  const lines = (end < 0 ? text : text.slice(0, end)).split("\n");
  if (lines.shift() !== FIRST_LINE) {
    return malformed(`does not begin with the line ${FIRST_LINE}`);
  }
  let extra = { leaf: "", opening: "" };
  if (lines[0]?.startsWith("extra ")) {
    const read = readExtra(lines.shift()!.slice("extra ".length));
    if (read === undefined) return malformed("line 2 is not base64 of the entry and its opening");
    extra = read;
  }
  const indexLine = lines.shift();
  if (!indexLine?.startsWith("index ")) return malformed("lacks the line with the index");
  const index = readDecimal(indexLine.slice("index ".length));
  if (index === undefined) return malformed("gives no plain decimal as index");
  if (end < 0) return malformed("lacks the empty line after its path");
  if (lines.length > STEPS_MAX) return malformed("has a 64th step; no tree is so high");
  const path: Digest[] = [];
  for (const line of lines) {
    const step = fromBase64(line);
    if (step === undefined || step.length !== 32) {
      return malformed("a line of its path is not base64 of a 32-byte hash");
    }
    path.push(step);
  }
  const checkpoint = text.slice(end + 2);
  if (checkpoint === "") return malformed("lacks its checkpoint");
  return { value: { ...extra, index, path, checkpoint } };
}

function commitmentsIn(value: Json, found: string[] = []): string[] {
  if (Array.isArray(value)) {
    for (const element of value) commitmentsIn(element, found);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === "commitment" && typeof inner === "string") found.push(inner);
      commitmentsIn(inner, found);
    }
  }
  return found;
}

function wrongOpening(entry: JsonObject, opening: string): string | undefined {
  const commitments = commitmentsIn(entry);
  if (commitments.length !== 1) {
    return (
      `receipt: has an opening, but its entry holds ${commitments.length} commitments instead ` +
      "of one"
    );
  }
  return commitmentOf(utf8(opening)) === commitments[0]
    ? undefined
    : "the opening is not what the entry committed to";
}

// Everything that can be checked without the log.
export function checkReceipt(bytes: Bytes, key: VerifierKey): Read<Receipt> {
  if (bytes.length > RECEIPT_BYTES_MAX) return malformed("larger than 2,000,000 bytes");
  const text = decodeUtf8(bytes);
  if (text === undefined) return malformed("is not UTF-8 text");
  const read = readParts(text);
  if (read.wrong !== undefined) return read;
  const parts = read.value;
  if (parts.leaf === "") {
    return malformed("does not carry its entry; give the entry's line beside it");
  }
  const checkpoint = openCheckpoint(utf8(parts.checkpoint), key);
  if (checkpoint.wrong !== undefined) return checkpoint;
  const leaf = utf8(parts.leaf);
  const astray = wrongInclusion(parts.index, checkpoint.value, leafHash(leaf), parts.path);
  if (astray !== undefined) return { wrong: astray };
  const entry = leaf.length > LEAF_BYTES_MAX ? undefined : readCanonical(parts.leaf);
  if (entry?.value === undefined || !isObject(entry.value)) {
    return malformed("its entry is not written as the log writes entries");
  }
  if (member(entry.value, "seq") !== parts.index) {
    return malformed("the entry's seq is not its place in the log");
  }
  const receipt: Receipt = {
    checkpoint: checkpoint.value,
    index: parts.index,
    leaf: parts.leaf,
    entry: entry.value,
    opening: parts.opening,
  };
  if (parts.opening === "") return { value: receipt };
  const strange = wrongOpening(entry.value, parts.opening);
  if (strange !== undefined) return { wrong: strange };
  const opening = readCanonical(parts.opening);
  const content = opening.value === undefined ? undefined : member(opening.value, "content");
  if (content !== undefined) receipt.content = content;
  return { value: receipt };
}
