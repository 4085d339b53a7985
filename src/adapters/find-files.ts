import { type Dirent, lstatSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, relative } from "node:path";
import type { Problem } from "../cluster/problem.ts";
import { isPattern, matchesPattern, patternDepth, patternFolder } from "./path-pattern.ts";
import { codeOf, leadsOut, liesIn, unreadable } from "./read-text.ts";

/** A file to read and the real folder that it may not lead out of; or what stands in its place. */
export type Found = { readonly file: string } & ({ readonly root: string } | { readonly problem: Problem });

/**
 * The files that arguments stand for, each once: a file for itself, a folder for the YAML files directly in it, a
 * pattern for its matches. An argument that stands for nothing is found with a problem. A path in the current folder
 * may not lead out of it through links; what is found in a folder may not lead out of that one.
 */
export async function findFiles(paths: readonly string[]): Promise<Found[]> {
  const found = (await Promise.all(paths.map((path) => findAt(normalize(path))))).flat();
  return [...new Map(found.map((each) => [each.file, each])).values()];
}

/** Whether an argument stands for a file, going by names alone. Both are relative to the same folder. */
export function standsFor(argument: string, file: string): boolean {
  const path = withoutSlash(normalize(argument));
  const name = normalize(file);
  if (path === name || (dirname(name) === path && isYaml(name))) return true;
  return isPattern(path) && matchesPattern(path, name);
}

/** Whether a file in a folder is taken for a cluster file. As in a shell, hidden ones are not. */
export function isYaml(file: string): boolean {
  return /(^|\/)[^./][^/]*\.ya?ml$/.test(file);
}

/** Whether anything has that name, be it a link that leads nowhere. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return !isMissing(error);
  }
}

async function findAt(path: string): Promise<Found[]> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory()) {
    const found = await findIn(path);
    return found.length > 0 ? found : [{ file: withoutSlash(path), problem: noFileIn(path) }];
  }
  if (stats !== undefined || !isPattern(path)) return [await findNamed(path)];
  const folder = patternFolder(path);
  const found = await inFolder(folder, (root) => matched(path, folder, root));
  return found.length > 0 ? found : [{ file: path, problem: noMatch }];
}

/** The YAML files directly in a folder; none where there is no folder. */
export async function findIn(folder: string): Promise<Found[]> {
  return inFolder(folder, async (root) => {
    const names = (await readdir(folder)).filter(isYaml).sort();
    return names.map((name) => ({ file: join(folder, name), root }));
  });
}

/** The one file of that name, whatever is there. */
export async function findNamed(path: string): Promise<Found> {
  const file = normalize(path);
  const folder = isInHere(file) ? "." : dirname(file);
  return realpath(folder).then(
    (root) => ({ file, root }),
    (error: unknown) => ({ file, problem: unreadable(error) }),
  );
}

/** Looks into a folder, unless it only seems to be in the current one. */
async function inFolder(folder: string, find: (root: string) => Promise<Found[]>): Promise<Found[]> {
  try {
    const root = await realpath(folder);
    if (isInHere(folder) && !liesIn(root, await realpath("."))) return [{ file: folder, problem: leadsOut }];
    return await find(root);
  } catch (error) {
    return isMissing(error) ? [] : [{ file: folder, problem: unreadable(error) }];
  }
}

async function matched(pattern: string, folder: string, root: string): Promise<Found[]> {
  const depth = patternDepth(pattern);
  const hidden = pattern.includes("/.");
  const files: string[] = [];
  const walk = async (at: string, level: number): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true });
    for (const entry of entries.filter(({ name }) => name !== ".git" && (hidden || !name.startsWith(".")))) {
      const path = join(at, entry.name);
      if (isCandidate(entry) && matchesPattern(pattern, path)) files.push(path);
      // Links to folders are not followed, so that a walk always ends.
      if (entry.isDirectory() && level < depth) await walk(path, level + 1);
    }
  };
  await walk(folder, 0);
  return files.sort().map((file) => ({ file, root }));
}

/** A folder in the way of `*` means nothing; one that is named like a cluster file is a mistake to report. */
function isCandidate(entry: Dirent): boolean {
  return !entry.isDirectory() || isYaml(entry.name);
}

function noFileIn(folder: string): Problem {
  return {
    code: "Q064",
    message: "There is no cluster file in this folder",
    remedy: `Name a folder that holds .yaml files; ${join(folder, "**", "*.yaml")} looks into the folders in it, too`,
  };
}

const noMatch: Problem = {
  code: "Q064",
  message: "No file matches this pattern",
  remedy: "Check the pattern: * and ? stand for parts of a name, ** for any number of folders",
};

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/$/, "");
}

function isInHere(path: string): boolean {
  const below = relative(".", path);
  return !isAbsolute(below) && below.split("/")[0] !== "..";
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "");
}
