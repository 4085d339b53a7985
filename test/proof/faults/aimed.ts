import type { FaultRequest } from "../../../src/local-cloud/faults/fault.ts";
import type { CallEntry } from "../../../src/local-cloud/journal.ts";
import { isRenewal } from "../crash/renewal.ts";

/** Which call of a change: the method, the path, and which one of those that have them. */
interface Aim {
  readonly method: string;
  /** A regular expression. */
  readonly path: string;
  readonly nth: number;
}

/** A fault of one call of a change. */
export interface AimedFault {
  readonly fault: FaultRequest & Aim;
  /** Which of all calls it is to strike. */
  readonly index: number;
  /** The call, and its place among all, from which on those of the fault are counted; without it from the beginning. */
  readonly after: (Aim & { readonly index: number }) | undefined;
  /** The call was made because time had passed: another run may be over before it makes it. */
  readonly timed: boolean;
}

/** What a call can suffer: the answer is late, lost or a refusal. */
export const anywhere: readonly FaultRequest[] = [
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

/** How many calls are between two faults of one run, at least: most steps are tried again once at most. */
const apart = 6;

/** Every fault of every call, one by one, in the order of the calls. */
export function everyFault(calls: readonly CallEntry[]): AimedFault[] {
  return calls.flatMap((call, index) => {
    const kinds = isCompute(call) ? [...anywhere, ...onCompute] : anywhere;
    const anchor = isStored(call) ? calls.slice(0, index).findLastIndex((other) => !isStored(other)) : -1;
    const after = anchor < 0 ? undefined : { ...aimAt(calls, anchor), index: anchor };
    const aim = aimAt(calls, index, anchor + 1);
    return kinds.map((kind) => ({ fault: { ...kind, ...aim }, index, after, timed: isRenewal(call) }));
  });
}

/**
 * Faults that can be suffered in one run, each as if it were alone: all of a kind, and none that another could mislead.
 * What a fault has made necessary once more must not be counted. So no two are of the same path; and writes of locks and of
 * the state, of which there are the more the more often a step is tried, are counted from a call on that was made after
 * the fault before.
 */
export function inRuns(faults: readonly AimedFault[]): AimedFault[][] {
  return [...Map.groupBy(faults, kindOf).values()].flatMap(spread);
}

function spread(faults: readonly AimedFault[]): AimedFault[][] {
  const runs: AimedFault[][] = [];
  for (const fault of faults) {
    const [longestAlone] = runs
      .filter((run) => fits(run, fault))
      .toSorted((one, other) => lastIndex(one) - lastIndex(other));
    if (longestAlone === undefined) runs.push([fault]);
    else longestAlone.push(fault);
  }
  return runs;
}

function fits(run: readonly AimedFault[], { fault, index, after }: AimedFault): boolean {
  const struck = (aim: Aim) => run.some((other) => isSameCall(other.fault, aim));
  if (isStored(fault)) return after !== undefined && after.index > lastIndex(run) && !struck(after);
  return index - lastIndex(run) >= apart && !struck(fault);
}

function lastIndex(run: readonly AimedFault[]): number {
  return run.at(-1)?.index ?? -1;
}

/** Where a call is among those since `first` that look like it. */
function aimAt(calls: readonly CallEntry[], index: number, first = 0): Aim {
  const call = calls[index];
  if (call === undefined) throw new Error(`there is no call ${index}`);
  const aim = { method: call.method, path: pathOf(call) };
  const same = calls.slice(first, index).filter((other) => isSameCall(aim, { ...other, path: pathOf(other) }));
  return { ...aim, nth: same.length + 1 };
}

/** The path, and of its query only the object's name: generations differ from run to run. */
function pathOf({ path }: CallEntry): string {
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [bare = "", query = ""] = path.split("?");
  const name = /(?:^|&)(name=[^&]*)/.exec(query)?.[1];
  return `^${literally(bare)}${name === undefined ? "(?:\\?|$)" : `\\?.*${literally(name)}`}`;
}

function isCompute({ path }: CallEntry): boolean {
  return path.startsWith("/compute/");
}

function isStored({ path }: { readonly path: string }): boolean {
  return path.includes("/storage/");
}

function isSameCall(one: Pick<Aim, "method" | "path">, other: Pick<Aim, "method" | "path">): boolean {
  return one.method === other.method && one.path === other.path;
}

function kindOf({ fault: { method: _method, path: _path, nth: _nth, ...kind } }: AimedFault): string {
  return JSON.stringify(kind);
}
