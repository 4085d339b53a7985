import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import * as z from "zod";

const shape = z.object({
  inputs: z
    .record(z.string(), z.object({ default: z.string().optional(), required: z.boolean().optional() }))
    .default({}),
  outputs: z.record(z.string(), z.object({ description: z.string() })).default({}),
  runs: z.object({ using: z.string(), main: z.string() }),
});

/** What the runner reads in an action.yml. */
export type Metadata = z.infer<typeof shape>;

export async function readMetadata(file: string): Promise<Metadata> {
  return shape.parse(parse(await readFile(file, "utf8")));
}

/**
 * The variables that the runner hands an action for its inputs: those given, then the defaults of action.yml, in which
 * `${{ github.token }}` is the job's token. Throws on an input that action.yml does not name, which the runner only
 * warns of.
 */
export function inputVariables(
  metadata: Metadata,
  given: Readonly<Record<string, string>>,
  token: string,
): Record<string, string> {
  for (const name of Object.keys(given))
    if (!(name in metadata.inputs)) throw new Error(`action.yml has no input ${name}`);
  return Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, { default: otherwise = "" }]) => {
      const value = given[name] ?? otherwise.replaceAll(/\$\{\{\s*github\.token\s*\}\}/g, token);
      if (value.includes("${{")) throw new Error(`the default of ${name} has an expression that is not known here`);
      return [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value];
    }),
  );
}
