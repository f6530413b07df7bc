// The closed lists in words that people read. The same things are called the same in report.html.

import { Fraction } from "../../typescript/src/verify/fraction.ts";
import type { Role, Verdict } from "../../typescript/src/verify/event.ts";

export const VERDICTS: Record<Verdict, { code: string; short: string; meaning: string }> = {
  in: { code: "IN", short: "Keep", meaning: "agreed: keep" },
  out: { code: "OUT", short: "Leave out", meaning: "agreed: leave out" },
  none: { code: "NONE", short: "No agreement", meaning: "no agreement" },
  inquorate: {
    code: "INQUORATE",
    short: "Too few to tell",
    meaning: "too few answered to tell",
  },
};

export const ROLES: Record<Role, string> = {
  facilitator: "The study team",
  participant: "A participant",
  observer: "An observer",
  auditor: "An auditor",
  integrator: "Another program",
  server: "The counting program",
};

// "round 2", "vote v1, time 2".
export function basisInWords(basis: string): string {
  const [kind = "", id = "", iteration] = splitBasis(basis);
  if (kind === "round") return `round ${id}`;
  const name = id.startsWith(kind) ? id : `${kind} ${id}`;
  return iteration === undefined || iteration === "1" ? name : `${name}, time ${iteration}`;
}

export function splitBasis(basis: string): string[] {
  const first = basis.indexOf("/");
  const last = basis.lastIndexOf("/");
  if (first < 0) return [basis];
  if (first === last) return [basis.slice(0, first), basis.slice(first + 1)];
  return [basis.slice(0, first), basis.slice(first + 1, last), basis.slice(last + 1)];
}

export function number(n: number): string {
  return n.toLocaleString("en-GB");
}

// "1 person", "3 people".
export function count(n: number, one: string, many: string = plural(one)): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

// By the usual rules of English spelling.
export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// "a", "a and b", "a, b and c".
export function joined(parts: string[], word = "and"): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${word} ${parts[parts.length - 1]}`;
}

// "70 %", "66.6 %". Cut, never rounded up, so that 69.96 % does not read as 70 %.
export function percent(share: Fraction): string {
  const thousandths = (share.numerator * 1000n) / share.denominator;
  const whole = thousandths / 10n;
  const tenth = thousandths % 10n;
  return tenth === 0n ? `${whole} %` : `${whole}.${tenth} %`;
}

// "7.5", "6.33": for reading only. Decisions were made on the exact number.
export function decimal(exact: string): string {
  const value = Fraction.parse(exact);
  if (value === undefined) return exact;
  const sign = value.isNegative ? "-" : "";
  const above = value.isNegative ? -value.numerator : value.numerator;
  const hundredths = (above * 200n + value.denominator) / (value.denominator * 2n);
  const digits = hundredths.toString().padStart(3, "0");
  const whole = digits.slice(0, -2);
  const rest = digits.slice(-2).replace(/0+$/, "");
  return sign + (rest === "" ? whole : `${whole}.${rest}`);
}

// "7-9" as "7 to 9", also with ends below zero.
export function bandInWords(band: string): string {
  const dash = band.indexOf("-", 1);
  if (dash < 0) return band;
  const low = band.slice(0, dash);
  const high = band.slice(dash + 1);
  return low === high ? low : `${low} to ${high}`;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export function date(seconds: number): string {
  const day = new Date(seconds * 1000);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}
export function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 16);
}
export function dateTime(seconds: number): string {
  return `${date(seconds)}, ${clock(seconds)} UTC`;
}
