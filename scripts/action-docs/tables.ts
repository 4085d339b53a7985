import { parse } from "yaml";
import * as z from "zod";
import { between } from "../generated/between.ts";

const metadata = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string().default("") })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

/** A page with its tables of inputs and outputs made anew from the text of an action.yml. */
export function withTables(page: string, actionYml: string): string {
  const { inputs, outputs } = metadata.parse(parse(actionYml));
  const inputRows = Object.entries(inputs).map(
    ([name, { description, default: value }]) =>
      `| \`${name}\` | ${cell(description)} | ${value === "" ? "" : `\`${value}\``} |`,
  );
  const outputRows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  const withInputs = between(page, "inputs", ["| Input | | Default |", "|---|---|---|", ...inputRows]);
  return between(withInputs, "outputs", ["| Output | |", "|---|---|", ...outputRows]);
}

function cell(text: string): string {
  return text.trim().replaceAll("\n", " ").replaceAll("|", "\\|");
}
