// The lines of an openings file, handed out to the entries that they open. They usually lie in the
// order of the log, so the next line is tried first.

import { type Bytes, linesOf } from "./bytes.ts";
import { commitmentOf } from "./digest.ts";

export class Openings {
  private readonly lines: Bytes[] = [];
  private readonly tail: Bytes | undefined; // What stands after the last line feed.
  private at = 0;
  private table: Map<string, Bytes> | undefined;
  private handedOut = 0;

  constructor(file: Bytes) {
    for (const { line, whole } of linesOf(file)) {
      if (whole) this.lines.push(line);
      else this.tail = line;
    }
  }

  // The next line in order, or nothing at the end.
  next(): Bytes | undefined {
    if (this.table !== undefined) return undefined;
    const line = this.lines[this.at] ?? this.tail;
    return line === undefined || line.length === 0 ? undefined : line;
  }
  takeNext(): void {
    if (this.at >= this.lines.length) return;
    ++this.at;
    ++this.handedOut;
  }

  // The line that opens the commitment, taken; nothing if there is none.
  find(commitment: string): Bytes | undefined {
    if (this.table === undefined) {
      this.table = new Map();
      for (const line of this.lines.slice(this.at)) {
        const key = commitmentOf(line);
        if (!this.table.has(key)) this.table.set(key, line);
      }
    }
    const line = this.table.get(commitment);
    if (line === undefined) return undefined;
    this.table.delete(commitment);
    ++this.handedOut;
    return line.length === 0 ? undefined : line;
  }

  get taken(): number {
    return this.handedOut;
  }
  // Lines that opened nothing.
  get left(): number {
    return this.table?.size ?? this.lines.length - this.at;
  }
}
