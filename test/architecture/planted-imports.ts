import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { matchesGlob } from "node:path";
import { deepest, depths } from "../../scripts/layers/biome-rules.ts";
import { example, files, folders, type Layer, stacks } from "../../scripts/layers/table.ts";

/** A file to be planted, with the paths and modules that the linter must let it import, and those that it must refuse. */
export interface Planted {
  readonly path: string;
  readonly granted: readonly string[];
  readonly refused: readonly string[];
}

const entries = Object.keys(files).filter((path) => !path.includes("/"));
const outside = ["stacks/main.ts", "test/planted.ts", "bench/bench.ts", "scripts/build.ts", "package.json"];
const ours = [...Object.keys(folders), "no-row", ...entries, ...outside.map((path) => `../${path}`)];

const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const packages = Object.keys(devDependencies).flatMap((name) => [name, `${name}/lib/a/index.js`]);
const builtins = builtinModules.filter((name) => !/^_|:/.test(name)).map((name) => `node:${name}`);
const faces = ["cdktf/package.json", "quorate/constructs"];
const others = ["no-row", "fs", "/a/planted.ts", "file:///a/planted.ts", "#planted"];
const modules = [...packages, ...builtins, ...faces, ...others];

/** One file in each folder at each depth, one for each other row, and some without a row. */
export function plantedFiles(): readonly Planted[] {
  const withoutRow = ["src/no-row/planted.ts", "src/planted.ts", `src/cluster/${"a/".repeat(deepest + 1)}planted.ts`];
  return [
    ...Object.entries(folders).flatMap(([name, layer]) => depths().map((depth) => inFolder(name, layer, depth))),
    ...Object.entries(files).map(([path, layer]) => planted(`src/${path}`, toSrcFrom(path), layer)),
    planted("stacks/planted.ts", "../src/", stacks),
    planted("examples/cdktf/planted.ts", "../../src/", example),
    ...withoutRow.map((path) => ({ path, granted: [], refused: ["./planted.ts", "node:util", "zod"] })),
  ];
}

function toSrcFrom(path: string): string {
  return "../".repeat(path.split("/").length - 1) || "./";
}

function inFolder(name: string, layer: Layer, depth: number): Planted {
  const below = `${name}/${"a/".repeat(depth)}planted.ts`;
  const all = planted(`src/${below}`, toSrcFrom(below), { ...layer, imports: [name, ...layer.imports] });
  // What stays in the folder is free, also where it has the name of another folder of src.
  const climbs = [
    "./",
    ...depths()
      .slice(1, depth + 1)
      .map((count) => "../".repeat(count)),
  ];
  const inside = climbs.flatMap((climb) => ["cluster", "cli", "cli.ts", "no-row"].map((to) => target(climb, to)));
  return { ...all, granted: [...all.granted, ...inside] };
}

function planted(path: string, toSrc: string, layer: Layer): Planted {
  const mayImport = (to: string) => layer.imports.includes(to);
  const mayUse = (module: string) => layer.modules.some((glob) => matchesGlob(module, glob));
  const [granted, refused] = [ours.filter(mayImport), ours.filter((to) => !mayImport(to))];
  // The long way round is refused wherever it leads.
  const ways = [`./a/../${toSrc}`, `./${toSrc}a/../`, `${toSrc}../src/`, `${toSrc}cluster/a/../../`];
  const roundabout = [...granted.slice(-1), ...refused.slice(0, 1)].flatMap((to) => ways.map((way) => target(way, to)));
  return {
    path,
    granted: [...granted.map((to) => target(toSrc, to)), ...modules.filter(mayUse)],
    refused: [...refused.map((to) => target(toSrc, to)), ...roundabout, ...modules.filter((each) => !mayUse(each))],
  };
}

/** The path to a file in a folder, or to the file that is named. */
function target(way: string, to: string): string {
  return `${way}${to}${to.includes(".") ? "" : "/target.ts"}`;
}
