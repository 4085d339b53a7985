import type { ClusterFact, Facts } from "../../../src/local-cloud/facts.ts";
import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import { factsBefore, metadataIn, records, toldToRemove, type Write, writeAt } from "./journal-writes.ts";
import type { Violation } from "./violation.ts";

/** A cluster's name, and the entry at which creating it ended: until then its instances may come up all at once. */
export interface Subject {
  readonly cluster: string;
  readonly created?: number | undefined;
}

interface Look {
  readonly entry: JournalEntry;
  readonly write: Write | undefined;
  /** The cluster's etcd right before and right after. */
  readonly before: ClusterFact;
  readonly after: ClusterFact;
  readonly factsBefore: Facts;
}

type Findings = readonly (readonly [Violation["rule"], string])[];

/** Judges what happens to members, to the instances that carry them, and to the traffic that they get. */
export function judgeMembers(journal: readonly JournalEntry[], subject: Subject): Violation[] {
  const judges = [oneChange(), quorumLives, deletedLast, drainedFirst, welcome(), votesFirst, freshDisks(), initOnce()];
  return journal.flatMap((entry, index) => {
    const earlier = factsBefore(journal, index);
    const look: Look = {
      entry,
      write: writeAt(journal, index),
      before: etcdOf(earlier, subject.cluster),
      after: etcdOf(entry.facts, subject.cluster),
      factsBefore: earlier,
    };
    return judges
      .flatMap((judge) => judge(look, subject))
      .map(([rule, what]): Violation => ({ rule, sequence: entry.sequence, what }));
  });
}

function etcdOf({ clusters }: Facts, name: string): ClusterFact {
  return (
    clusters.find((each) => each.name === name) ?? { project: "", name, voters: [], learners: [], aliveVoters: [] }
  );
}

function membersOf({ voters, learners }: ClusterFact): readonly string[] {
  return [...voters, ...learners];
}

/** R1, in etcd itself and in what replicas are told: instances that are to join, names that are to go. */
function oneChange(): (look: Look, subject: Subject) => Findings {
  const joining = new Set<string>();
  let told: readonly string[] = [];
  return ({ entry, write, before, after }, { created }) => {
    const findings: (readonly [Violation["rule"], string])[] = [];
    const tell = (what: string) => findings.push(["two-changes", what]);
    const changed = differences(before, after);
    const others = before.learners.filter((name) => !changed.includes(name));
    if (membersOf(after).length > 0 && changed.length > 1) tell(`at once: ${changed.join(", ")}`);
    if (changed.length > 0 && others.length > 0) tell(`${changed.join()} changed while ${others.join()} was learning`);
    if (after.learners.length > 1) tell(`${after.learners.join(", ")} are learners`);
    for (const name of after.voters) joining.delete(name);
    if (write?.collection !== "instances") return findings;

    if (write.action === "delete") joining.delete(write.name);
    if (write.action === "setMetadata") told = toldToRemove(write.body);
    const going = told.filter((name) => membersOf(before).includes(name));
    const coming = [...joining, ...before.learners].filter((name) => !going.includes(name));
    if (going.length > 1) tell(`${write.name} is told to remove ${going.join(", ")}`);
    if (write.action === "setMetadata" && going.length > 0 && coming.length > 0)
      tell(`${write.name} is told to remove ${going.join()} while ${coming.join()} is joining`);
    const creating = before.voters.length === 0 || entry.sequence <= (created ?? 0);
    if (write.action !== "create" || creating) return findings;
    const underWay = [...coming, ...going].filter((name) => name !== write.name);
    if (underWay.length > 0) tell(`${write.name} was created while ${underWay.join(", ")} was coming or going`);
    joining.add(write.name);
    return findings;
  };
}

/** Names that were added, removed or promoted. */
function differences(before: ClusterFact, after: ClusterFact): readonly string[] {
  const roleIn = (fact: ClusterFact, name: string) => [fact.voters.includes(name), fact.learners.includes(name)].join();
  return [...new Set([...membersOf(before), ...membersOf(after)])].filter(
    (name) => roleIn(before, name) !== roleIn(after, name),
  );
}

/** R2 and R12: at each moment the living voters are a quorum, other than of no cluster. */
function quorumLives({ after: { voters, aliveVoters } }: Look): Findings {
  const needed = Math.floor(voters.length / 2) + 1;
  if (voters.length === 0 || aliveVoters.length >= needed) return [];
  return [["quorum-lost", `${aliveVoters.length} of ${voters.length} voters live, ${needed} are needed`]];
}

/** R3: the member goes before the instance and its disk. */
function deletedLast({ write, before }: Look): Findings {
  if (write?.action !== "delete" || !["instances", "disks"].includes(write.collection)) return [];
  const member = membersOf(before).find((name) => write.name === name || write.name === `${name}-etcd`);
  return member === undefined ? [] : [["deleted-member", `${write.key} was deleted, and ${member} was a member`]];
}

/** R3: the backend is drained before its member is removed and before its instance is deleted. */
function drainedFirst({ entry, write, factsBefore: { loadBalanced } }: Look): Findings {
  if (entry.kind === "driver" && entry.event === "member-removed" && loadBalanced.includes(entry.subject))
    return [["not-drained", `the member ${entry.subject} was removed while it got traffic`]];
  if (write?.collection !== "instances") return [];
  if (write.action === "delete" && loadBalanced.includes(write.name))
    return [["not-drained", `${write.name} was deleted while it got traffic`]];
  return toldToRemove(write.body)
    .filter((name) => loadBalanced.includes(name))
    .map((name) => ["not-drained", `${write.name} was told to remove ${name}, which got traffic`] as const);
}

/** R3: nobody is still told to remove a name when an instance is created under it. */
function welcome(): (look: Look) => Findings {
  const told = new Map<string, readonly string[]>();
  return ({ write }) => {
    if (write?.collection !== "instances") return [];
    if (write.action === "delete") told.delete(write.name);
    if (write.action === "setMetadata") told.set(write.name, toldToRemove(write.body));
    if (write.action !== "create") return [];
    const hostile = [...told].filter(([, names]) => names.includes(write.name)).map(([name]) => name);
    if (hostile.length === 0) return [];
    return [["removal-told", `${write.name} was created while ${hostile.join(", ")} was told to remove it`]];
  };
}

/** R4; the first replica of a new cluster gets traffic from the start. */
function votesFirst({ entry, before, after, factsBefore }: Look): Findings {
  const fresh = entry.facts.loadBalanced.filter((name) => !factsBefore.loadBalanced.includes(name));
  const silent = fresh.filter((name) => !after.aliveVoters.includes(name));
  if (silent.length === 0 || (silent.length === 1 && before.voters.length === 0)) return [];
  return silent.map((name) => ["backend-without-vote", `${name} gets traffic and does not vote`]);
}

/** R9: which disk is in which instance, and which has already served a member. */
function freshDisks(): (look: Look) => Findings {
  const fresh = new Set<string>();
  const diskOf = new Map<string, string>();
  return ({ entry, write }) => {
    if (write?.collection === "disks" && write.action === "create") fresh.add(write.key);
    if (write?.collection === "disks" && write.action === "delete") fresh.delete(write.key);
    if (write?.collection === "instances" && write.action === "create") {
      const [data] = records(write.body["disks"]).filter(({ boot }) => boot !== true);
      diskOf.set(write.name, String(data?.["source"] ?? "").replace(/^.*?(?=projects\/)/, ""));
    }
    if (entry.kind !== "driver" || !/^(initialised|learner-added)$/.test(entry.event)) return [];
    const disk = diskOf.get(entry.subject) ?? "";
    if (fresh.delete(disk)) return [];
    return [["used-disk", `${entry.subject} became a member with ${disk || "no data disk"}, which was not fresh`]];
  };
}

/** Only one instance may ever initialise; every later one, under its name too, is told to join. */
function initOnce(): (look: Look) => Findings {
  let initialised = false;
  return ({ entry, write }) => {
    const findings: (readonly [Violation["rule"], string])[] = [];
    const isInit =
      write?.collection === "instances" &&
      write.action === "create" &&
      metadataIn(write.body)["quorate-role"] !== "join";
    if (isInit && initialised) findings.push(["second-init", `${write.name} was not created as one that joins`]);
    if (entry.kind === "driver" && entry.event === "initialised") {
      if (initialised) findings.push(["second-init", `${entry.subject} initialised the cluster again`]);
      initialised = true;
    }
    return findings;
  };
}
