/** Writes the JSON Schemas below schema/. With `--check` it only says which are not current. */
import { clusterJsonSchema } from "../src/cluster/json-schema.ts";
import { planJsonSchema } from "../src/report/json/plan-schema.ts";
import { writeFiles } from "./generated/write-files.ts";

writeFiles("schema", {
  "schema/cluster.schema.json": () => json(clusterJsonSchema()),
  "schema/plan.schema.json": () => json(planJsonSchema()),
});

function json(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
