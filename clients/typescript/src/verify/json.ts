// JSON in the only spelling that the log allows (RFC 8785, narrowed): names in UTF-16 order, each
// once, no blanks, integers within ±(2^53-1), no null, every string in Unicode form C.
//
// The platform's own parser reads; writing the value again and comparing the text tells whether it
// was canonical. What the comparison cannot see is looked for in the walk: numbers that are no safe
// integers, null, half surrogate pairs, strings out of form C, and nesting.

export type Json = boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

// Levels inside a document, such as a tally.
export const DEPTH_MAX = 64;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && !Array.isArray(value);
}

// The object's own member: a log may well have an item called "constructor".
export function member(object: Json | undefined, name: string): Json | undefined {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

export function members(object: Json | undefined): [string, Json][] {
  return isObject(object) ? Object.entries(object) : [];
}

// The names in the order of canonical writing.
export function sortedNames(object: JsonObject): string[] {
  return Object.keys(object).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export function textAt(object: Json | undefined, name: string): string {
  const value = member(object, name);
  return typeof value === "string" ? value : "";
}

export function listAt(object: Json | undefined, name: string): Json[] {
  const value = member(object, name);
  return Array.isArray(value) ? value : [];
}

// The canonical text.
export function writeJson(value: Json): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  const parts = sortedNames(value).map(
    (name) => `${JSON.stringify(name)}:${writeJson(value[name]!)}`,
  );
  return `{${parts.join(",")}}`;
}

// How deep it goes: 0 for a string or an empty list, 1 for a list of them.
export function depthOf(value: Json): number {
  let deepest = 0;
  if (typeof value === "object") {
    for (const inner of Object.values(value)) deepest = Math.max(deepest, 1 + depthOf(inner));
  }
  return deepest;
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return writeJson(a) === writeJson(b);
}

const ASCII = /^[\0-\x7f]*$/;

// Iterating a string takes whole pairs together, so a surrogate that comes alone is half of one.
function hasHalfPair(text: string): boolean {
  for (const character of text) {
    if (character.length === 1 && character >= "\ud800" && character <= "\udfff") return true;
  }
  return false;
}

function wrongText(text: string): string | undefined {
  if (ASCII.test(text)) return undefined;
  if (hasHalfPair(text)) return "half a surrogate pair stands in a string";
  return text.normalize("NFC") === text
    ? undefined
    : "a text is not in Unicode normalization form C";
}

// What makes the value none of ours, or nothing.
function wrongValue(value: unknown, levels: number): string | undefined {
  if (levels < 0) return "it is nested too deeply";
  if (typeof value === "string") return wrongText(value);
  if (typeof value === "boolean") return undefined;
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? undefined : "a number is no integer within ±(2^53-1)";
  }
  if (value === null || typeof value !== "object") return "null is not used here";
  if (Array.isArray(value)) {
    for (const element of value) {
      const wrong = wrongValue(element, levels - 1);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  for (const [name, inner] of Object.entries(value)) {
    const wrong = wrongText(name) ?? wrongValue(inner, levels - 1);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

export type Read<T> = { value: T; wrong?: undefined } | { value?: undefined; wrong: string };

// Reads a text that must be canonical, and has no more levels than these.
export function readCanonical(text: string, levels = DEPTH_MAX): Read<Json> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: "it is no JSON" };
  }
  const wrong = wrongValue(value, levels);
  if (wrong !== undefined) return { wrong };
  if (writeJson(value as Json) !== text) {
    return { wrong: "it is not written canonically (RFC 8785)" };
  }
  return { value: value as Json };
}
