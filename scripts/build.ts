/**
 * Bundles the command line into dist/cli.js, with the parts that it loads as it needs them in dist/cli/, and the GitHub
 * Action into the one file dist/index.js. Both need nothing but Node. The same sources and lock file give the same bytes.
 * `--out DIR` writes them elsewhere.
 */
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { inlineInstanceFiles } from "./inline-instance-files.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: "dist" } } });

const options: BuildOptions = {
  outdir: values.out,
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
  plugins: [inlineInstanceFiles],
};
await rm(join(values.out, "cli"), { recursive: true, force: true });
await build({ ...options, entryPoints: { cli: "src/cli.ts" }, splitting: true, chunkNames: "cli/[name]-[hash]" });
await build({ ...options, entryPoints: { index: "src/action.ts" } });
await chmod(join(values.out, "cli.js"), 0o755);
