// The log's Merkle tree (RFC 6962, RFC 9162 section 2.1): what makes a checkpoint bind every entry
// before it.

import { sameBytes } from "./bytes.ts";
import { type Digest, digestOf, nodeHash } from "./digest.ts";

export interface TreeHead {
  size: number;
  root: Digest;
}

export function emptyRoot(): Digest {
  return digestOf(new Uint8Array());
}

// Keeps every complete subtree, so that the root of any beginning costs only its logarithm.
export class Tree {
  private readonly levels: Digest[][] = [];

  get size(): number {
    return this.levels[0]?.length ?? 0;
  }

  append(leaf: Digest): void {
    let hash = leaf;
    for (let level = 0; ; ++level) {
      const nodes = (this.levels[level] ??= []);
      nodes.push(hash);
      if (nodes.length % 2 !== 0) return;
      hash = nodeHash(nodes[nodes.length - 2]!, hash);
    }
  }

  // The root over the first `size` leaves, or nothing where there are fewer.
  root(size: number = this.size): Digest | undefined {
    if (!Number.isInteger(size) || size < 0 || size > this.size) return undefined;
    if (size === 0) return emptyRoot();
    const peaks: Digest[] = [];
    let begin = 0;
    for (let level = this.levels.length - 1; level >= 0; --level) {
      const leaves = 2 ** level;
      if (size - begin < leaves) continue;
      peaks.push(this.levels[level]![begin / leaves]!);
      begin += leaves;
    }
    return peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

// What is wrong with a proof that leaf `index` is in the tree, or nothing.
export function wrongInclusion(
  index: number,
  head: TreeHead,
  leaf: Digest,
  path: Digest[],
): string | undefined {
  if (index >= head.size) {
    return `leaf ${index} cannot be in a tree of ${head.size} leaves`;
  }
  // Sizes may lie beyond 2^32, where the bit operators of JavaScript fail.
  let at = BigInt(index);
  let last = BigInt(head.size) - 1n;
  let hash = leaf;
  for (const step of path) {
    if (last === 0n) return "the path is longer than the tree is high";
    if (at % 2n === 1n || at === last) {
      hash = nodeHash(step, hash);
      while (at % 2n === 0n && at !== 0n) {
        at /= 2n;
        last /= 2n;
      }
    } else {
      hash = nodeHash(hash, step);
    }
    at /= 2n;
    last /= 2n;
  }
  if (last !== 0n) return "the path ends below the root";
  return sameBytes(hash, head.root) ? undefined : "the path leads to another root";
}
