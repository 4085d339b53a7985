import type { ReplicaHealth } from "../../../src/plan/health.ts";

/** What the file asks of an observed replica; `new` for one that is only in the file. */
export type Fate =
  | "keep"
  | "leave"
  /** Another machine type: it has to stop and start. */
  | "restart"
  /** Another type of data disk: it has to be created anew. */
  | "retype"
  /** The same name in another zone: likewise. */
  | "move"
  | "new";

/** How an observed replica is; `vanished`: its instance is gone, its disk and address are left; `stopped`: switched off. */
export type Life = ReplicaHealth | "vanished" | "stopped";

/** One replica of a case, without a name. Zones are numbers from 0 to 2. */
export interface Part {
  readonly zone: number;
  /** The zone that the file asks for; null where it asks for none. */
  readonly target: number | null;
  readonly fate: Fate;
  readonly life: Life;
}

export interface Scope {
  readonly fates: readonly Fate[];
  readonly lives: readonly Life[];
  readonly mostObserved: number;
  readonly mostDesired: number;
}

const zones = [0, 1, 2];
const renamings = [
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/**
 * Every set of replicas within the scope: some observed, some asked for. Each is there once up to the names of replicas
 * and of zones, because no rule knows a name. That the planner does not either is checked apart, with shuffled names.
 */
export function* rosters(scope: Scope): Generator<readonly Part[]> {
  const alphabet = parts(scope);
  const renamed = renamings.map((renaming) => alphabet.map((part) => indexIn(alphabet, part, renaming)));
  const chosen: number[] = [];
  function* extend(from: number, observed: number, desired: number): Generator<readonly Part[]> {
    if (observed > 0 && desired > 0 && isFirst(chosen, renamed)) yield chosen.map((index) => alphabet[index] as Part);
    for (let index = from; index < alphabet.length; index++) {
      const { fate, target } = alphabet[index] as Part;
      const nowObserved = observed + (fate === "new" ? 0 : 1);
      const nowDesired = desired + (target === null ? 0 : 1);
      if (nowObserved > scope.mostObserved || nowDesired > scope.mostDesired) continue;
      chosen.push(index);
      yield* extend(index, nowObserved, nowDesired);
      chosen.pop();
    }
  }
  yield* extend(0, 0, 0);
}

function parts({ fates, lives }: Scope): Part[] {
  return zones.flatMap((zone) =>
    fates.flatMap((fate): Part[] => {
      if (fate === "new") return [{ zone, target: zone, fate, life: "healthy" }];
      const targets = fate === "leave" ? [null] : fate === "move" ? zones.filter((other) => other !== zone) : [zone];
      return lives.flatMap((life) => targets.map((target): Part => ({ zone, target, fate, life })));
    }),
  );
}

function indexIn(alphabet: readonly Part[], part: Part, renaming: readonly number[]): number {
  const zone = renaming[part.zone];
  const target = part.target === null ? null : renaming[part.target];
  return alphabet.findIndex(
    (other) => other.zone === zone && other.target === target && other.fate === part.fate && other.life === part.life,
  );
}

/** Whether no renaming of zones gives a roster that comes before this one. */
function isFirst(chosen: readonly number[], renamed: readonly (readonly number[])[]): boolean {
  return renamed.every((map) => {
    const other = chosen.map((index) => map[index] as number).sort((a, b) => a - b);
    const at = other.findIndex((index, place) => index !== chosen[place]);
    return at < 0 || (other[at] as number) > (chosen[at] as number);
  });
}
