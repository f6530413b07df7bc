// Builds the library and the program.
//
//   node build.mjs [OUT]      (dist/ beside this file)

import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

await build({
  absWorkingDir: here,
  entryPoints: { verify: "src/verify/index.ts", "verify-cli": "src/verify-cli.ts" },
  outdir: process.argv[2] ?? "dist",
  outExtension: { ".js": ".js" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  logLevel: "warning",
});
