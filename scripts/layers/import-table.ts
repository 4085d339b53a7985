import { example, files, folders, type Layer, stacks } from "./table.ts";

/** The lines of the table in docs/architecture.md that says who may import what. */
export function importTable(): readonly string[] {
  const rows = [...below(folders), ...below(files), row("stacks", stacks), row("examples/cdktf", example)];
  return ["| | May import of ours | Packages and built-in modules |", "|---|---|---|", ...rows];
}

function below(layers: Readonly<Record<string, Layer>>): readonly string[] {
  return Object.entries(layers).map(([path, layer]) => row(`src/${path}`, layer));
}

function row(who: string, { imports, modules }: Layer): string {
  return `| \`${who}\` | ${imports.join(", ") || "nothing"} | ${modules.map((each) => `\`${each}\``).join(", ") || "none"} |`;
}
