// SHA-256 as the log uses it. RFC 6962 puts 0x00 before a leaf and 0x01 before a pair of children,
// so that no leaf can pass for a node.

import { sha256 } from "@noble/hashes/sha2";

import { type Bytes, toHex, utf8 } from "./bytes.ts";

export type Digest = Uint8Array;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const OPENING = utf8("quorate/opening/v1\n");

export function digestOf(bytes: Bytes): Digest {
  return sha256(bytes);
}

export function leafHash(leaf: Bytes): Digest {
  return sha256.create().update(LEAF).update(leaf).digest();
}

export function nodeHash(left: Digest, right: Digest): Digest {
  return sha256.create().update(NODE).update(left).update(right).digest();
}

// What an entry holds in place of its opening's line, in hexadecimal.
export function commitmentOf(line: Bytes): string {
  return toHex(sha256.create().update(OPENING).update(line).digest());
}
