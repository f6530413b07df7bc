// node verify-cli.js [--json] DIR...: verifies published records from their files alone, as
// `quorate verify` does. Exit code 0: VERIFIED or PARTIAL; 1: one FAILED; 2: one is no bundle.

import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Files, hasFailed, missingFrom, type Report, verifyBundle } from "./verify/index.ts";

class NoBundle extends Error {}

function readFolder(folder: string, below: string, files: Files): void {
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const facts = lstatSync(join(folder, path));
    if (facts.isDirectory()) readFolder(folder, path, files);
    else if (facts.isFile()) files.set(path, readFileSync(join(folder, path)));
    else throw new NoBundle(`${path} is neither a file nor a folder`);
  }
}

function readBundle(folder: string): Files {
  const files: Files = new Map();
  try {
    readFolder(folder, "", files);
  } catch (error) {
    if (error instanceof NoBundle) throw error;
    throw new NoBundle(error instanceof Error ? error.message : String(error));
  }
  const missing = missingFrom(files);
  if (missing.length > 0) throw new NoBundle(`${missing.join(", ")} is missing`);
  return files;
}

// A tampered file may hold anything; it must not steer the reader's terminal.
function plain(text: string): string {
  return text.replace(/[\0-\x1f\x7f]/g, "?");
}

function show(report: Report, json: boolean): string {
  const { result, stages } = report;
  if (json) return `${JSON.stringify({ result, stages })}\n`;
  const lines = stages.map(
    ({ stage, ok, detail }) => `${stage.padEnd(13)}${ok ? "ok      " : "FAILED  "}${plain(detail)}`,
  );
  return `${lines.join("\n")}\n${plain(result)}\n`;
}

function main(words: string[]): number {
  const json = words.includes("--json");
  const folders = words.filter((word) => word !== "--json");
  if (folders.length === 0 || folders.some((folder) => folder.startsWith("-"))) {
    process.stderr.write("Usage: verify-cli [--json] DIR...\n");
    return 2;
  }
  let code = 0;
  for (const folder of folders) {
    try {
      const report = verifyBundle(readBundle(folder));
      process.stdout.write(show(report, json));
      if (hasFailed(report)) code = Math.max(code, 1);
    } catch (error) {
      if (!(error instanceof NoBundle)) throw error;
      process.stderr.write(`${folder} is no bundle: ${plain(error.message)}\n`);
      // A line a folder, so that programs keep count.
      if (json) process.stdout.write(`${JSON.stringify({ result: "NO BUNDLE", stages: [] })}\n`);
      code = 2;
    }
  }
  return code;
}

process.exitCode = main(process.argv.slice(2));
