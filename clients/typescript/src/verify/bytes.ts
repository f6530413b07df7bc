// Bytes and the few ways the log spells them. Each reader takes exactly one spelling of a value, so
// that no two texts mean the same bytes.

export type Bytes = Uint8Array;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

// The text, or nothing where the bytes are no well-formed UTF-8.
export function decodeUtf8(bytes: Bytes): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

export function concat(...parts: Bytes[]): Bytes {
  let size = 0;
  for (const part of parts) size += part.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; ++i) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

const HEX = "0123456789abcdef";

export function toHex(bytes: Bytes): string {
  let text = "";
  for (const byte of bytes) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  return text;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_VALUES = new Map([...BASE64].map((digit, value) => [digit, value]));

export function toBase64(bytes: Bytes): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += BASE64.charAt(word >> 18) + BASE64.charAt((word >> 12) & 63);
    text += left > 1 ? BASE64.charAt((word >> 6) & 63) : "=";
    text += left > 2 ? BASE64.charAt(word & 63) : "=";
  }
  return text;
}

// Standard alphabet, with padding and without stray bits; nothing where the text is anything else.
export function fromBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const digits = text.length - padding;
  let word = 0;
  let at = 0;
  for (let i = 0; i < digits; ++i) {
    const value = BASE64_VALUES.get(text.charAt(i));
    if (value === undefined) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    if (i % 4 > 0 && at < bytes.length) bytes[at++] = (word >> (6 - 2 * (i % 4))) & 255;
  }
  return toBase64(bytes) === text ? bytes : undefined;
}

// The lines of a file, each without its line feed, and whether the last one had one.
export function* linesOf(bytes: Bytes): Generator<{ line: Bytes; whole: boolean }> {
  let begin = 0;
  while (begin < bytes.length) {
    const end = bytes.indexOf(10, begin);
    if (end < 0) {
      yield { line: bytes.subarray(begin), whole: false };
      return;
    }
    yield { line: bytes.subarray(begin, end), whole: true };
    begin = end + 1;
  }
}
