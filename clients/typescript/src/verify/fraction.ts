// Exact rational numbers. Everything that decides is counted in these; a floating-point number
// would find 16 of 23 to be 70 % somewhere.

const DIGITS_MAX = 40;
const PARTS = /^(-?)([0-9]+)(?:\/([0-9]+)|\.([0-9]+))?(%?)$/;

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export class Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint; // Positive, in lowest terms.

  constructor(numerator: bigint | number, denominator: bigint | number = 1n) {
    let above = BigInt(numerator);
    let below = BigInt(denominator);
    if (below === 0n) throw new RangeError("a fraction's denominator is not 0");
    if (below < 0n) {
      above = -above;
      below = -below;
    }
    const shared = gcd(above < 0n ? -above : above, below);
    this.numerator = above / shared;
    this.denominator = below / shared;
  }

  // Reads "3", "0.75", "2/3" or "70%", with an optional leading minus.
  static parse(text: string): Fraction | undefined {
    const parts = PARTS.exec(text);
    if (parts === null) return undefined;
    const [, sign, whole = "", below, decimals, percent] = parts;
    const digits = [whole, below ?? "", decimals ?? ""];
    if (digits.some((part) => part.length > DIGITS_MAX)) return undefined;
    if (below !== undefined && (BigInt(below) === 0n || percent === "%")) return undefined;
    const above = BigInt(whole + (decimals ?? ""));
    const scale = BigInt(below ?? "1") * 10n ** BigInt((decimals ?? "").length);
    return new Fraction(sign === "-" ? -above : above, percent === "%" ? scale * 100n : scale);
  }

  // Reads only what toString() writes.
  static canonical(text: string): Fraction | undefined {
    const read = Fraction.parse(text);
    return read !== undefined && read.toString() === text ? read : undefined;
  }

  toString(): string {
    return this.denominator === 1n
      ? this.numerator.toString()
      : `${this.numerator}/${this.denominator}`;
  }

  plus(other: Fraction): Fraction {
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }
  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.numerator, other.denominator));
  }
  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator);
  }
  over(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  // Below 0, 0, or above 0, as this is less, equal or more.
  compare(other: Fraction): number {
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  equals(other: Fraction): boolean {
    return this.compare(other) === 0;
  }
  get isZero(): boolean {
    return this.numerator === 0n;
  }
  get isNegative(): boolean {
    return this.numerator < 0n;
  }
}

export const ZERO = new Fraction(0);
export const ONE = new Fraction(1);
