import type { GitStore } from "./store.ts";

/** How one file differs between two commits. */
export interface FileDifference {
  readonly status: "added" | "modified" | "removed" | "renamed" | "changed";
  readonly path: string;
  /** Before it was renamed. */
  readonly previous: string | undefined;
  /** The blob's name; of a removed file that of its last content. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Hunks with three lines around each change, as GitHub shows them; undefined for binary files. */
  readonly patch: string | undefined;
}

const zero = /^0+$/;

/** What `head` has that `base` has not, renames found, by path. */
export async function differences(git: GitStore, base: string, head: string): Promise<FileDifference[]> {
  const raw = await git.program.run(["diff", "--raw", "--no-abbrev", "-z", "-M", base, head]);
  const patches = hunks((await git.program.run(["diff", "-U3", "-M", "--no-color", base, head])).toString("utf8"));
  const fields = raw.toString("utf8").split("\0");
  const found: FileDifference[] = [];
  while (fields.length > 1) {
    const [oldMode = "", newMode = "", before = "", after = "", letter = ""] = (fields.shift() ?? "")
      .slice(1)
      .split(" ");
    const first = fields.shift() ?? "";
    const renamed = letter.startsWith("R");
    const path = renamed ? (fields.shift() ?? "") : first;
    const patch = patches.shift();
    found.push({
      status: renamed ? "renamed" : (statuses[letter] ?? (oldMode === newMode ? "modified" : "changed")),
      path,
      previous: renamed ? first : undefined,
      sha: zero.test(after) ? before : after,
      additions: count(patch, "+"),
      deletions: count(patch, "-"),
      patch,
    });
  }
  return found;
}

/** The numbers of the lines on the head's side that a patch shows: only there can a review comment be. */
export function linesShown(patch: string | undefined): Set<number> {
  const shown = new Set<number>();
  let line = 0;
  for (const text of patch?.split("\n") ?? []) {
    const hunk = /^@@ -\S+ \+(\d+)/.exec(text);
    if (hunk !== null) line = Number(hunk[1]);
    else if (text.startsWith("+") || text.startsWith(" ")) shown.add(line++);
  }
  return shown;
}

const statuses: Readonly<Record<string, FileDifference["status"]>> = { A: "added", D: "removed", M: "modified" };

function hunks(text: string): (string | undefined)[] {
  return text
    .split(/^diff --git .*\n/m)
    .slice(1)
    .map((file) => {
      const start = file.search(/^@@ /m);
      return start < 0 ? undefined : file.slice(start).trimEnd();
    });
}

function count(patch: string | undefined, sign: "+" | "-"): number {
  return patch?.split("\n").filter((line) => line.startsWith(sign)).length ?? 0;
}
