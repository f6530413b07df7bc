// Strict reading of a document's objects: every member is taken by name, and one that nobody took
// is wrong. What is wrong is thrown as NotSo and caught where the document as a whole is read.

import { Fraction } from "./fraction.ts";
import { isObject, type Json, type JsonObject, member } from "./json.ts";
import { isLabel, wrongText } from "./text.ts";

export class NotSo extends Error {}

export class Members {
  private readonly object: JsonObject;
  private readonly taken = new Set<string>();

  constructor(
    json: Json,
    private readonly path: string,
  ) {
    if (!isObject(json)) throw new NotSo(`${path || "the document"} must be an object`);
    this.object = json;
  }

  at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
  wrong(name: string, what: string): NotSo {
    return new NotSo(`${this.at(name)} ${what}`);
  }

  maybe(name: string): Json | undefined {
    this.taken.add(name);
    return member(this.object, name);
  }
  need(name: string): Json {
    const value = this.maybe(name);
    if (value === undefined) throw this.wrong(name, "is missing");
    return value;
  }

  string(name: string): string {
    const value = this.need(name);
    if (typeof value !== "string") throw this.wrong(name, "must be a string");
    return value;
  }
  // A text for people, which may be empty.
  text(name: string, bytesMax: number): string {
    const value = this.string(name);
    const wrong = value === "" ? undefined : wrongText(value, bytesMax);
    if (wrong !== undefined) throw this.wrong(name, wrong);
    return value;
  }
  label(name: string): string {
    const value = this.string(name);
    if (!isLabel(value)) throw this.wrong(name, "must be a label");
    return value;
  }
  word<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.string(name);
    const found = words.find((word) => word === value);
    if (found === undefined) throw this.wrong(name, `must be one of ${words.join(", ")}`);
    return found;
  }
  whole(name: string, least: number, most: number): number {
    return wholeOf(this.need(name), this.at(name), least, most);
  }
  fraction(name: string): Fraction {
    const value = Fraction.canonical(this.string(name));
    if (value === undefined) throw this.wrong(name, "must be a number in lowest terms");
    return value;
  }
  list(name: string): Json[] {
    const value = this.need(name);
    if (!Array.isArray(value) || value.length === 0) {
      throw this.wrong(name, "must be a list of at least one");
    }
    return value;
  }

  // Call last.
  done(): void {
    for (const name of Object.keys(this.object)) {
      if (!this.taken.has(name)) throw this.wrong(name, "is no member of this object");
    }
  }
}

export function wholeOf(json: Json, path: string, least: number, most: number): number {
  if (typeof json === "number" && json >= least && json <= most) return json;
  throw new NotSo(`${path} must be a whole number from ${least} to ${most}`);
}

// What `read` returns, or the words of the NotSo that it throws.
export function reading<T>(read: () => T): { value: T; wrong?: undefined } | { wrong: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof NotSo) return { wrong: error.message };
    throw error;
  }
}
