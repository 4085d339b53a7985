import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { files, folders, knownCircles } from "../../scripts/layers/table.ts";
import { plantedFiles } from "./planted-imports.ts";

/** A way to import, as a line of a program. Names are made unique by a number. */
type Form = (from: string, n: number) => string;

const forms: readonly Form[] = [
  (from, n) => `import { planted as i${n} } from "${from}";`,
  (from, n) => `import type { planted as t${n} } from "${from}";`,
  (from) => `import "${from}";`,
  (from, n) => `export { planted as e${n} } from "${from}";`,
  (from, n) => `export type { planted as x${n} } from "${from}";`,
  (from) => `export * from "${from}";`,
  (from) => `await import("${from}");`,
];

/** Ways to import that are refused wherever they lead, since the rule about layers does not see them. */
const hidden: readonly Form[] = [
  (from, n) => `type T${n} = import("${from}").Planted;`,
  (from, n) => `let v${n}: typeof import("${from}");`,
  (from) => `await import(\`${from}\`);`,
  (from) => `await import("./" + "${from}");`,
  (from) => `require("${from}");`,
];

const root = mkdtempSync(join(tmpdir(), "quorate-layers-"));
const planted = { granted: new Map<string, string>(), refused: new Map<string, string>() };
const pairs = { granted: 0, refused: 0 };
let refused: ReadonlySet<string>;

beforeAll(() => {
  const config = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(root, "biome.json"), JSON.stringify({ ...config, vcs: { enabled: false } }));
  cpSync("biome.layers.json", join(root, "biome.layers.json"));
  cpSync("scripts/layers", join(root, "scripts/layers"), { recursive: true });
  for (const { path, granted, refused } of plantedFiles()) {
    plant(path, [
      ...granted.flatMap((from) => lines("granted", from)),
      ...refused.flatMap((from) => lines("refused", from)),
      ...hidden.map((form) => ({ expected: "refused" as const, form, from: "node:util" })),
    ]);
  }
  // No rule about layers is for this copy, so it tells about circles only.
  cpSync("src", join(root, "copy/src"), { recursive: true });
  refused = new Set(lint());
});
afterAll(() => rmSync(root, { recursive: true }));

test("the linter refuses each import that the table does not grant, at each depth and in each form", () => {
  console.log(`${pairs.refused} pairs of a file and an import are refused, on ${planted.refused.size} lines`);
  const wronglyGranted = [...planted.refused].filter(([place]) => !refused.has(place));
  expect(wronglyGranted.slice(0, 20)).toEqual([]);
});

test("the linter grants each import that the table grants, at each depth and in each form", () => {
  console.log(`${pairs.granted} pairs of a file and an import are granted, on ${planted.granted.size} lines`);
  const wronglyRefused = [...planted.granted].filter(([place]) => refused.has(place));
  expect(wronglyRefused.slice(0, 20)).toEqual([]);
});

test("each folder of src has a row, each file directly in src too, and no row is without its folder or file", () => {
  const entries = readdirSync("src");
  const rows = [...Object.keys(folders), ...Object.keys(files).filter((path) => !path.includes("/"))];
  expect(entries.sort()).toEqual(rows.sort());
  expect(Object.keys(files).filter((path) => !existsSync(join("src", path)))).toEqual([]);
});

test("a row names only rows above it, so no folders import each other in a circle", () => {
  const order = Object.keys(folders);
  for (const [place, { imports }] of Object.values(folders).entries()) {
    const ours = imports.filter((path) => path !== "../package.json");
    expect(order.slice(0, place)).toEqual(expect.arrayContaining(ours));
  }
});

test("no file of src is part of a circle of imports, but in the folders where one is known", () => {
  const circles = [...refused].filter((place) => place.startsWith("copy/"));
  expect([...new Set(circles.map((place) => place.split("/")[2]))]).toEqual(knownCircles);
});

test("no file of src turns the rules about imports off for itself", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const off = /biome-ignore(?!\S* lint\/(?!plugin)\w+\/(?!noRestrictedImports|noImportCycles)\w+)/;
  expect(sources.filter((path) => off.test(readFileSync(join("src", path), "utf8")))).toEqual([]);
});

test("the rules and the table in docs/architecture.md are written from the table as it is", () => {
  const { stderr, status } = spawnSync(process.execPath, ["scripts/write-layers.ts", "--check"], { encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
});

interface Line {
  readonly expected: "granted" | "refused";
  readonly form: Form;
  readonly from: string;
}

/** A path in each form; a module, of which there are many, in the form whose turn it is. */
function lines(expected: Line["expected"], from: string): readonly Line[] {
  const turn = forms[pairs[expected]++ % forms.length];
  return (from.startsWith(".") || turn === undefined ? forms : [turn]).map((form) => ({ expected, form, from }));
}

/** Writes a file with a line for each import, and notes what is expected of each line. */
function plant(path: string, imports: readonly Line[]): void {
  const text = imports.map(({ form, from }, index) => form(from, index));
  for (const [index, { expected }] of imports.entries())
    planted[expected].set(`${path}:${index + 1}`, text[index] ?? "");
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text.join("\n")}\n`);
}

/** The lines with an import that Biome refuses, as `path:line`. */
function lint(): readonly string[] {
  const rules = ["style/noRestrictedImports", "suspicious/noImportCycles", "plugin"];
  const options = ["--reporter=json", "--max-diagnostics=none", ...rules.map((rule) => `--only=${rule}`)];
  const linted = ["src", "stacks", "examples", "copy"];
  const { stdout } = spawnSync(resolve("node_modules/.bin/biome"), ["lint", ...options, ...linted], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  const other = diagnostics.find(({ category }) => !rules.includes(category.replace("lint/", "")));
  if (other !== undefined) throw new Error(JSON.stringify(other));
  return diagnostics.map(({ location }) => `${location.path}:${location.start.line}`);
}
