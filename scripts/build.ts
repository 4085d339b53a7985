/** Bundles the command line into dist/cli.js: one file that needs nothing but Node. */
import { chmod } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: { cli: "src/cli.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // cdktf and others are CommonJS and call require at run time.
  banner: {
    js: 'import { createRequire as quorateRequire } from "node:module"; const require = quorateRequire(import.meta.url);',
  },
  legalComments: "none",
});
await chmod("dist/cli.js", 0o755);
