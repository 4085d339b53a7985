/**
 * Builds what `import "quorate/constructs"` finds, below dist/constructs: one CommonJS file, which both `import` and
 * `require` load, and its declarations. cdktf, constructs and the provider's bindings stay outside: an app has its own,
 * and constructs of two copies do not fit together. `--out DIR` writes to DIR/constructs.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { declarations } from "./constructs/declarations.ts";
import { inlineInstanceFiles } from "./inline-instance-files.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: "dist" } } });
const folder = join(values.out, "constructs");

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await build({
  entryPoints: ["src/constructs/index.ts"],
  outdir: folder,
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["@cdktf/provider-google", "cdktf", "constructs"],
  plugins: [inlineInstanceFiles],
});
for (const [name, text] of Object.entries(declarations())) await writeFile(join(folder, name), text);
// The package's own files are modules by default.
await writeFile(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
