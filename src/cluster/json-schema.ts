import * as z from "zod";
import { clusterFile } from "./cluster-file.ts";

/** The JSON Schema of cluster files, for editors: draft 7, which the YAML language server knows best. */
export function clusterJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(clusterFile, { target: "draft-7", io: "input" }) };
}
