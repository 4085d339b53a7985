/**
 * Bundles the command line into dist/cli.js, which runs dist/cli/main.cjs, and the GitHub Action into dist/index.js. Both
 * need nothing but Node. The same sources and lock file give the same bytes.
 * `--out DIR` writes them elsewhere.
 */
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { inlineInstanceFiles } from "./inline-instance-files.ts";
import { leaveOutArchives } from "./leave-out-archives.ts";
import { setUpLate } from "./set-up-late.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: "dist" } } });

const options: BuildOptions = {
  outdir: values.out,
  bundle: true,
  minify: true,
  platform: "node",
  format: "esm",
  target: "node20",
  legalComments: "none",
  plugins: [inlineInstanceFiles, leaveOutArchives, setUpLate],
};
await rm(join(values.out, "cli"), { recursive: true, force: true });
await build({ ...options, entryPoints: { cli: "src/launcher.ts" } });
await build({
  ...options,
  entryPoints: { "cli/main": "src/cli/main.ts" },
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { "import.meta.dirname": "__dirname" },
});
await build({
  ...options,
  entryPoints: { index: "src/action.ts" },
  // cdktf and others are CommonJS and call require at run time.
  banner: {
    js: 'import { createRequire as quorateRequire } from "node:module"; const require = quorateRequire(import.meta.url);',
  },
});
await chmod(join(values.out, "cli.js"), 0o755);
