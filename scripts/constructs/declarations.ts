import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { clusterJsonSchema } from "../../src/cluster/json-schema.ts";
import { clusterTypes } from "./cluster-types.ts";

/** Where the declarations of the public face find what its source imports from elsewhere in the sources. */
const places: Readonly<Record<string, string>> = {
  "./cdktf/cdktf.ts": "constructs",
  "../cluster/cluster-spec.ts": "./cluster.js",
};

/** The package's declarations, by file name: those of src/constructs/index.ts, and the types of a cluster. */
export function declarations(): Readonly<Record<string, string>> {
  const text = emitted().replace(/ from "(\.[^"]*)"/g, (_, source: string) => {
    const place = places[source];
    if (place === undefined) throw new Error(`The public face shows something of ${source}, which is internal`);
    return ` from "${place}"`;
  });
  return { "index.d.ts": text, "cluster.d.ts": clusterTypes(clusterJsonSchema()) };
}

/** What the compiler declares for the public face alone. */
function emitted(): string {
  const directory = mkdtempSync(join(tmpdir(), "quorate-declarations-"));
  try {
    const config = {
      extends: resolve("tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: resolve("src"),
        outDir: directory,
        typeRoots: [resolve("node_modules/@types")],
      },
      include: [],
      files: [resolve("src/constructs/index.ts")],
    };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
    execFileSync(resolve("node_modules/.bin/tsc"), ["--project", directory], { stdio: ["ignore", 2, 2] });
    return readFileSync(join(directory, "constructs/index.d.ts"), "utf8");
  } finally {
    rmSync(directory, { recursive: true });
  }
}
