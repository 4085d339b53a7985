import type { FaultRequest } from "../../src/local-cloud/faults/fault.ts";
import type { CallEntry } from "../../src/local-cloud/journal.ts";

/** A fault of one call of a change: the same path, and the same one of those that have it. */
export type AimedFault = FaultRequest & { readonly method: string; readonly path: string; readonly nth: number };

/** What a call can suffer: the answer is late, lost or a refusal. */
const anywhere: readonly FaultRequest[] = [
  { kind: "too-many-requests" },
  { kind: "too-many-requests", retryAfter: 1 },
  { kind: "internal-error" },
  { kind: "internal-error", carriedOut: true },
  { kind: "bad-gateway" },
  { kind: "unavailable" },
  { kind: "unavailable", carriedOut: true },
  { kind: "connection-reset" },
  { kind: "connection-reset", carriedOut: true },
  { kind: "no-answer", seconds: 1 },
  { kind: "no-answer", seconds: 1, carriedOut: true },
  { kind: "permission-denied" },
];

/** What Compute Engine refuses besides, at once or when the operation has begun. */
const onCompute: readonly FaultRequest[] = [
  { kind: "operation-fails" },
  { kind: "stock-out" },
  { kind: "quota-exceeded" },
  { kind: "quota-exceeded", late: true },
  { kind: "in-use" },
  { kind: "in-use", late: true },
];

/** How many faults there are in one run, about: so few that a step tries again less often than it may. */
const perRun = 8;

/** Every fault of every call, one by one. */
export function everyFault(calls: readonly CallEntry[]): AimedFault[] {
  return calls.flatMap((call, index) => {
    const aim = aimedAt(call, calls.slice(0, index));
    const kinds = isCompute(call) ? [...anywhere, ...onCompute] : anywhere;
    return kinds.map((kind) => ({ ...kind, ...aim }));
  });
}

/**
 * Faults that can be suffered in one run, each as if it were alone: all of a kind, neighbours in different runs, and never
 * two of the same path, so that what is tried again after one of them is not counted by another. Each write of a lock or
 * of the state has a run of its own, for how many of them there are depends on what has gone wrong before.
 */
export function inRuns(faults: readonly AimedFault[]): AimedFault[][] {
  const alone = faults.filter(isStored).map((fault) => [fault]);
  const byKind = Map.groupBy(
    faults.filter((fault) => !isStored(fault)),
    kindOf,
  );
  return [...alone, ...[...byKind.values()].flatMap(spread)];
}

function spread(faults: readonly AimedFault[]): AimedFault[][] {
  const runs: AimedFault[][] = Array.from({ length: Math.ceil(faults.length / perRun) }, () => []);
  for (const [index, fault] of faults.entries()) {
    const inTurn = runs.map((_, offset) => runs[(index + offset) % runs.length] ?? []);
    const free = inTurn.find((run) => !run.some((other) => isSameAim(other, fault)));
    if (free === undefined) runs.push([fault]);
    else free.push(fault);
  }
  return runs;
}

function aimedAt(call: CallEntry, earlier: readonly CallEntry[]): Pick<AimedFault, "method" | "path" | "nth"> {
  const same = earlier.filter((other) => other.method === call.method && aimOf(other) === aimOf(call));
  return { method: call.method, path: aimOf(call), nth: same.length + 1 };
}

/** The path, and of its query only the object's name: generations differ from run to run. */
function aimOf({ path }: CallEntry): string {
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [bare = "", query = ""] = path.split("?");
  const name = /(?:^|&)(name=[^&]*)/.exec(query)?.[1];
  return `^${literally(bare)}${name === undefined ? "(?:\\?|$)" : `\\?.*${literally(name)}`}`;
}

function isCompute({ path }: CallEntry): boolean {
  return path.startsWith("/compute/");
}

function isStored({ path }: AimedFault): boolean {
  return path.includes("/storage/");
}

function isSameAim(one: AimedFault, other: AimedFault): boolean {
  return one.method === other.method && one.path === other.path;
}

function kindOf({ method: _method, path: _path, nth: _nth, ...kind }: AimedFault): string {
  return JSON.stringify(kind);
}
