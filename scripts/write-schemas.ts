/**
 * Writes the JSON Schemas below schema/. With `--check` it writes nothing, names the files that are not current and
 * exits with 1 if there are any.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clusterJsonSchema } from "../src/cluster/json-schema.ts";
import { planJsonSchema } from "../src/report/plan-schema.ts";

/** Each schema file, by its path in this repository, with what makes its content. */
const schemas: Readonly<Record<string, () => object>> = {
  "schema/cluster.schema.json": clusterJsonSchema,
  "schema/plan.schema.json": planJsonSchema,
};

const check = process.argv.includes("--check");
for (const [path, schema] of Object.entries(schemas)) {
  const file = join(import.meta.dirname, "..", path);
  const text = `${JSON.stringify(schema(), null, 2)}\n`;
  if (current(file) === text) continue;
  if (check) {
    console.error(`${path} is not current; run npm run schema`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
