import { majority } from "./etcd-model.ts";

/** What is to become of the replicas, counted: all that etcd's rules depend on. */
export interface Errand {
  /** Voters that are healthy, by fate. */
  readonly healthy: Fates;
  /** Voters that are dead, unknown or without an instance. */
  readonly sick: Fates;
  /** Replicas with new names. */
  readonly newcomers: number;
  /** Whether the endpoint's IP goes from a replica to the load balancer, or back: to somebody who is healthy. */
  readonly moves: boolean;
  readonly acceptOutage: boolean;
  /** Whether a sick replica is healthy when it was restarted. */
  readonly restartCures: boolean;
}

export interface Fates {
  readonly stay: number;
  readonly leave: number;
  /** To be removed and created anew under the same name. */
  readonly anew: number;
  /** To be stopped and started once. */
  readonly restart: number;
}

/** Whether there is a safe order, and why none was found: the codes of each obstacle that was met on any way. */
export interface Way {
  readonly exists: boolean;
  readonly obstacles: ReadonlySet<string>;
}

const memory = new Map<string, Way>();

/** Searches all orders of removing, adding and restarting one replica at a time, each only where etcd allows it. */
export function findWay(errand: Errand): Way {
  const start = key(errand);
  const known = memory.get(start);
  if (known !== undefined) return known;
  const obstacles = new Set<string>();
  const seen = new Set([start]);
  const queue = [errand];
  let exists = false;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (isDone(next)) {
      if (next.moves && count(next.healthy) === 0) obstacles.add("Q053");
      else exists = true;
    }
    for (const state of turns(next, obstacles)) {
      if (seen.has(key(state))) continue;
      seen.add(key(state));
      queue.push(state);
    }
  }
  const way = { exists, obstacles };
  memory.set(start, way);
  return way;
}

function isDone({ healthy, sick, newcomers }: Errand): boolean {
  return [healthy, sick].every(({ leave, anew, restart }) => leave + anew + restart === 0) && newcomers === 0;
}

function* turns(errand: Errand, obstacles: Set<string>): Generator<Errand> {
  const { healthy, sick, newcomers, acceptOutage } = errand;
  const well = count(healthy);
  const voters = well + count(sick);
  for (const [side, fates, stay] of [
    ["healthy", healthy, well - 1],
    ["sick", sick, well],
  ] as const) {
    for (const fate of ["leave", "anew"] as const) {
      if (fates[fate] === 0) continue;
      const left = { ...errand, [side]: { ...fates, [fate]: fates[fate] - 1 } };
      if (voters === 1 && fate === "anew") obstacles.add("Q056");
      // A healthy voter that is alone cannot go, but that is not for want of a quorum.
      if (voters === 1 && well === 1) continue;
      if (well < majority(voters) || stay < majority(voters - 1)) obstacles.add("Q053");
      else yield fate === "anew" ? { ...left, newcomers: newcomers + 1 } : left;
    }
    if (fates.restart === 0) continue;
    const accepted = voters <= 2 && acceptOutage && stay === voters - 1;
    if (stay >= majority(voters) || accepted) yield restarted(errand, side);
    else obstacles.add(stay < voters - 1 ? "Q053" : "Q057");
  }
  if (newcomers === 0) return;
  if (well < voters) obstacles.add("Q054");
  else if (voters < 7) yield { ...errand, newcomers: newcomers - 1, healthy: { ...healthy, stay: healthy.stay + 1 } };
}

function restarted(errand: Errand, side: "healthy" | "sick"): Errand {
  const from = errand[side];
  const to = side === "healthy" || errand.restartCures ? "healthy" : "sick";
  const left = { ...errand, [side]: { ...from, restart: from.restart - 1 } };
  return { ...left, [to]: { ...left[to], stay: left[to].stay + 1 } };
}

function count({ stay, leave, anew, restart }: Fates): number {
  return stay + leave + anew + restart;
}

function key({ healthy: h, sick: s, newcomers, moves, acceptOutage, restartCures }: Errand): string {
  return [
    h.stay,
    h.leave,
    h.anew,
    h.restart,
    s.stay,
    s.leave,
    s.anew,
    s.restart,
    newcomers,
    moves,
    acceptOutage,
    restartCures,
  ].join();
}
