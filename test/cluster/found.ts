import { parseClusterFile } from "../../src/cluster/parse.ts";

/** What a text's diagnostics say in short: `Q024 18:15`, in the file's order. */
export function found(text: string): string[] {
  return parseClusterFile(text, "cluster.yaml").diagnostics.map(
    ({ code, position }) => `${code} ${position?.line}:${position?.column}`,
  );
}
