import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { type Diagnostic, hasErrors } from "../cluster/diagnostic.ts";
import { parseClusterFile } from "../cluster/parse.ts";
import { diagnose, type Problem } from "../cluster/problem.ts";
import { unprintable } from "../cluster/quote.ts";
import { locator, type Source, sourceOf } from "../cluster/yaml/source.ts";
import { sharedState } from "../propose/pair-files.ts";
import { type Found, findFiles, findIn, findNamed } from "./find-files.ts";
import { readText } from "./read-text.ts";

/** Where cluster files are looked for when none is named. */
export const defaultFolder = "clusters";

/** A cluster file that was read: what it asks for unless it has errors, and its text for showing where they are. */
export interface ClusterFile {
  readonly file: string;
  readonly text: string;
  readonly spec: ClusterSpec | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Where things stand in it, for findings that others make about it. */
  readonly source: Source;
}

/**
 * Reads what the arguments stand for: files, folders (the cluster files directly in them) and patterns; without any,
 * the folder `clusters/`. Each file that cannot be read, and each argument that stands for nothing, is in the answer
 * with its diagnostic. Empty only when nothing is named and there is nothing in `clusters/`.
 */
export async function readClusterFiles(paths: readonly string[]): Promise<ClusterFile[]> {
  return refuseSameState(await readFound(await (paths.length > 0 ? findFiles(paths) : findIn(defaultFolder))));
}

/** Reads one file that was named. */
export async function readClusterFile(path: string): Promise<ClusterFile> {
  return readOne(await findNamed(path));
}

/** Reads files that were found, a few at a time. What has happened to them since is a diagnostic like any other. */
export async function readFound(found: readonly Found[]): Promise<ClusterFile[]> {
  const files: ClusterFile[] = [];
  for (let at = 0; at < found.length; at += atOnce) {
    files.push(...(await Promise.all(found.slice(at, at + atOnce).map(readOne))));
  }
  return files;
}

/** A cluster file of this text; `file` is only its name. */
export function clusterFile(file: string, text: string): ClusterFile {
  const { spec, diagnostics, source } = parseClusterFile(text, file);
  return { file, text, spec, diagnostics, source };
}

/** What stands for a file that could not be read. */
export function unreadFile(file: string, problem: Problem): ClusterFile {
  const source = sourceOf(file, locator("", file));
  return { file, text: "", spec: undefined, diagnostics: [diagnose(problem, source.positionOf([]))], source };
}

/** What is wrong with a file's name. */
export function nameProblem(file: string): Problem | undefined {
  if (file.search(unprintable) < 0) return undefined;
  return {
    code: "Q067",
    message: "The file's name has characters that cannot be shown",
    remedy: "Rename it; letters, digits, dots and hyphens are safe everywhere",
  };
}

/** Everything wrong with the files, in their order. */
export function diagnosticsOf(files: readonly ClusterFile[]): Diagnostic[] {
  return files.flatMap(({ diagnostics }) => diagnostics);
}

export function isBad({ diagnostics }: ClusterFile): boolean {
  return hasErrors(diagnostics);
}

export function isValid(file: ClusterFile): boolean {
  return !isBad(file);
}

/** The spec of a file; only to be asked for after its errors were shown. */
export function specOf({ spec, diagnostics, file }: ClusterFile): ClusterSpec {
  if (spec === undefined || hasErrors(diagnostics)) throw new Error(`${file} has errors`);
  return spec;
}

const atOnce = 16;

async function readOne(found: Found): Promise<ClusterFile> {
  const { file } = found;
  const odd = nameProblem(file);
  if (odd !== undefined) return unreadFile(file, odd);
  const read = "problem" in found ? found : await readText(file, found.root);
  return "problem" in read ? unreadFile(file, read.problem) : clusterFile(file, read.text);
}

/** Two files of one project and name would share a state. */
function refuseSameState(files: ClusterFile[]): ClusterFile[] {
  const first = new Map<string, string>();
  return files.map((each) => {
    if (each.spec === undefined) return each;
    const key = `${each.spec.project}/${each.spec.name}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, each.file);
      return each;
    }
    const clash = sharedState(other, each.spec);
    const where = each.source.positionOf(["metadata", "name"]);
    return { ...each, spec: undefined, diagnostics: [...each.diagnostics, diagnose(clash, where)] };
  });
}
