import { example, files, folders, knownCircles, type Layer, stacks } from "./table.ts";

/** How many folders deep a file may lie below its folder of `src`. */
export const deepest = 3;

/** Where files lie and how they reach `src`. */
interface Place {
  /** A glob of the files. */
  readonly includes: string;
  /** How an import of theirs that leads to `src` begins. */
  readonly toSrc: string;
  /** Globs of the paths that the row decides about; all other paths stay in the folder and are free. */
  readonly decided: readonly string[];
}

/** The file biome.layers.json: Biome's rules for imports, from the table of layers. The last rule for a file counts. */
export function biomeRules(): string {
  const overrides = [
    override("src/**", restricted([{ group: ["**"], message: "scripts/layers/table.ts has no row for this file." }])),
    ...Object.entries(folders).flatMap(([name, layer]) =>
      depths().map((depth) => rule(below(name, depth), `src/${name}`, { ...layer, imports: [name, ...layer.imports] })),
    ),
    ...Object.entries(files).map(([path, layer]) => rule(single(path), `src/${path}`, layer)),
    rule({ includes: "stacks/*.ts", toSrc: "../src/", decided: ["../**"] }, "stacks", stacks),
    rule(
      { includes: "examples/cdktf/*.ts", toSrc: "../../src/", decided: ["./**", "../**"] },
      "examples/cdktf",
      example,
    ),
    ...knownCircles.map((name) => override(`src/${name}/**`, { suspicious: { noImportCycles: "off" } })),
  ];
  const lines = overrides.map((each) => `    ${JSON.stringify(each)}`).join(",\n");
  return `{\n  "overrides": [\n${lines}\n  ]\n}\n`;
}

/** From 0, directly in a folder of `src`, to the deepest. */
export function depths(): readonly number[] {
  return Array.from({ length: deepest + 1 }, (_, depth) => depth);
}

function below(name: string, depth: number): Place {
  const toSrc = "../".repeat(depth + 1);
  return { includes: `src/${name}/${"*/".repeat(depth)}*.ts`, toSrc, decided: [`${toSrc}**`] };
}

function single(path: string): Place {
  const toSrc = "../".repeat(path.split("/").length - 1) || "./";
  return { includes: `src/${path}`, toSrc, decided: ["./**", "../**"] };
}

function rule({ includes, toSrc, decided }: Place, who: string, { imports, modules }: Layer): object {
  const granted = imports.map((path) => `!${toSrc}${path.includes(".") ? path : `${path}/**`}`);
  const ours = imports.length === 0 ? "nothing of ours" : imports.join(", ");
  return override(
    includes,
    restricted([
      { group: [...decided, ...granted], message: `${who} may import ${ours} (docs/architecture.md).` },
      { group: roundabout, message: "Import by the shortest path, so that one sees from which folder." },
      {
        group: ["**", "!./**", "!../**", ...modules.map((module) => `!${module}`)],
        message: `${who} may import these modules: ${modules.join(", ") || "none"} (docs/architecture.md).`,
      },
    ]),
  );
}

/** Globs of paths with `..` anywhere but at their beginning: such a path hides where it leads. */
const roundabout = ["**/../**", "!../**"].concat(
  ...depths().map((depth) => [`${"../".repeat(depth + 1)}**/../**`, `!${"../".repeat(depth + 2)}**`]),
);

function restricted(patterns: readonly { group: readonly string[]; message: string }[]): object {
  return { style: { noRestrictedImports: { level: "error", options: { patterns } } } };
}

function override(includes: string, rules: object): object {
  return { includes: [includes], linter: { rules } };
}
