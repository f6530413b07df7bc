// Receipts: what they prove and what breaks them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { golden, receiptOf, text, verifier } from "./records.mjs";

const { checkReceipt, readVerifierKey, utf8 } = await verifier();
const files = golden("v2-small/auditor");
const key = readVerifierKey(files.get("log.vkey")).value;
const lines = text(files, "entries.ndjson").trimEnd().split("\n");

function check(receipt) {
  return checkReceipt(utf8(receipt), key);
}

test("the receipt of every entry proves it", () => {
  for (let index = 0; index < lines.length; ++index) {
    const { value, wrong } = check(receiptOf(files, index));
    assert.equal(wrong, undefined);
    assert.equal(value.index, index);
    assert.equal(value.leaf, lines[index]);
  }
});

test("the receipt of a ballot shows what was answered", () => {
  const { value } = check(receiptOf(files, 19));
  assert.equal(value.entry.kind, "ballot.cast");
  assert.ok("answers" in value.content);
});

test("any changed byte breaks it", () => {
  const receipt = Buffer.from(receiptOf(files, 19));
  for (let at = 0; at < receipt.length; ++at) {
    const changed = Buffer.from(receipt);
    changed[at] ^= 1;
    assert.equal(checkReceipt(new Uint8Array(changed), key).value, undefined, `byte ${at}`);
  }
});

test("a receipt of another log proves nothing", () => {
  const other = golden("v1-small/auditor");
  assert.match(check(receiptOf(other, 3)).wrong, /no known key signed it/);
});

test("a receipt without its parts is refused in words", () => {
  const receipt = receiptOf(files, 19);
  assert.match(check("").wrong, /does not begin with/);
  assert.match(check(receipt.replace(/^extra .*\n/m, "")).wrong, /does not carry its entry/);
  assert.match(check(receipt.replace(/^index 19$/m, "index 019")).wrong, /plain decimal/);
  assert.match(check(receipt.slice(0, receipt.indexOf("\n\n"))).wrong, /empty line/);
});
