// Text, labels and times as the log accepts them.

import { byteLength } from "./bytes.ts";

export function isLabel(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(text);
}

// What makes the text unfit for a title, a wording or a reason, or nothing.
export function wrongText(text: string, bytesMax: number): string | undefined {
  if (/^[ \t\r\n]*$/.test(text)) return "must not be empty";
  if (byteLength(text) > bytesMax) return `must be at most ${bytesMax} bytes long`;
  return /[\0-\x08\x0b-\x1f\x7f]/.test(text) ? "must not hold control characters" : undefined;
}

// Seconds since 1970, or nothing where the text is no time such as 2026-11-23T20:48:00Z.
export function readInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const seconds = Date.parse(text) / 1000;
  if (!Number.isInteger(seconds) || seconds < 0) return undefined;
  return writeInstant(seconds) === text ? seconds : undefined;
}

export function writeInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

export function truncated(seconds: number, unit: number): number {
  return seconds - (seconds % unit);
}

export const MINUTE = 60;
export const DAY = 86_400;
