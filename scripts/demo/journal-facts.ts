import { quorum } from "../../src/cluster/quorum.ts";
import type { Holder } from "../../src/local-cloud/facts.ts";
import type { JournalEntry } from "../../src/local-cloud/journal.ts";

/** A time during which nobody held the endpoint's IP, between two who did. */
export interface Gap {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly milliseconds: number;
  /** Who took it; null when nobody has. */
  readonly to: Exclude<Holder, { on: "none" }> | null;
}

/** What a journal proves about one cluster. */
export interface JournalFacts {
  readonly entries: number;
  /** Each IP that the endpoint has had, in order: one, if the promise is kept. */
  readonly addresses: readonly string[];
  readonly gaps: readonly Gap[];
  /** Numbers of the entries at which fewer voters lived than a quorum. */
  readonly withoutQuorum: readonly number[];
}

/** Reads off the journal how the endpoint's IP moved and whether etcd kept its quorum. */
export function journalFacts(journal: readonly JournalEntry[], cluster: string): JournalFacts {
  const addresses = new Set<string>();
  const gaps: Gap[] = [];
  let held = false;
  let from: number | undefined;
  for (const { at, facts } of journal) {
    const endpoint = facts.addresses.find(({ name }) => name === `${cluster}-endpoint`);
    if (endpoint !== undefined) addresses.add(endpoint.address);
    const holder = endpoint?.holder ?? { on: "none" };
    if (holder.on === "none") {
      if (held) from ??= at;
      continue;
    }
    if (from !== undefined) gaps.push({ from, milliseconds: at - from, to: holder });
    held = true;
    from = undefined;
  }
  const last = journal.at(-1);
  if (from !== undefined && last !== undefined) gaps.push({ from, milliseconds: last.at - from, to: null });
  return {
    entries: journal.length,
    addresses: [...addresses],
    gaps,
    withoutQuorum: journal.filter(({ facts }) => !hasQuorum(facts.clusters, cluster)).map(({ sequence }) => sequence),
  };
}

function hasQuorum(clusters: JournalEntry["facts"]["clusters"], cluster: string): boolean {
  const etcd = clusters.find(({ name }) => name === cluster);
  return etcd === undefined || etcd.voters.length === 0 || etcd.aliveVoters.length >= quorum(etcd.voters.length);
}
