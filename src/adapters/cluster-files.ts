import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { type Diagnostic, hasErrors } from "../cluster/diagnostic.ts";
import { parseClusterFile } from "../cluster/parse.ts";

/** Where cluster files are looked for when none is named. */
export const defaultFolder = "clusters";

/** A cluster file that was read: what it asks for unless it has errors, and its text for showing where they are. */
export interface ClusterFile {
  readonly file: string;
  readonly text: string;
  readonly spec: ClusterSpec | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the named files; a folder stands for the cluster files in it, no name for those in `clusters/`. */
export async function readClusterFiles(paths: readonly string[]): Promise<ClusterFile[]> {
  const found = await Promise.all((paths.length > 0 ? paths : [defaultFolder]).map(filesAt));
  const files = await Promise.all([...new Set(found.flat())].map(readClusterFile));
  return refuseSameState(files);
}

async function filesAt(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return path === defaultFolder ? [] : [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
}

export async function readClusterFile(file: string): Promise<ClusterFile> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const message = reason === "ENOENT" ? "There is no such file" : `The file cannot be read (${reason})`;
    const position = { file, line: 1, column: 1 };
    const remedy = `Check the path; without one, the files in ${defaultFolder}/ are taken`;
    return {
      file,
      text: "",
      spec: undefined,
      diagnostics: [{ severity: "error", code: "Q060", message, remedy, position }],
    };
  }
  const { spec, diagnostics } = parseClusterFile(text, file);
  return { file, text, spec, diagnostics };
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
    const clash: Diagnostic = {
      severity: "error",
      code: "Q061",
      message: `${other} has the same project and name (${key}), so both would share one state`,
      remedy: "Give one of the clusters another name",
      position: { file: each.file, line: 1, column: 1 },
    };
    return { ...each, spec: undefined, diagnostics: [...each.diagnostics, clash] };
  });
}

/** Everything wrong with the files, in their order. */
export function diagnosticsOf(files: readonly ClusterFile[]): Diagnostic[] {
  return files.flatMap(({ diagnostics }) => diagnostics);
}

/** The spec of a file; only to be asked for after its errors were shown. */
export function specOf({ spec, diagnostics, file }: ClusterFile): ClusterSpec {
  if (spec === undefined || hasErrors(diagnostics)) throw new Error(`${file} has errors`);
  return spec;
}
