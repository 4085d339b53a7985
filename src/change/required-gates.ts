import type { Check, Gate } from "../plan/gate.ts";
import type { Health } from "../plan/health.ts";
import { type Fleet, fleetsOf } from "../topology/fleet.ts";
import type { Topology } from "../topology/topology.ts";
import { endpointSteps } from "./endpoint/endpoint-steps.ts";
import { find, has, healthyMembers, othersDecide, type Proposal } from "./situation.ts";

/** What a step does to a cluster that is there before and after it, seen from one of its fleets. */
interface Change {
  readonly subject: string;
  readonly before: Topology;
  readonly after: Topology;
  /** What is known when the step begins. */
  readonly health: Health;
  readonly fleet: Fleet;
}

interface Rule {
  /** Those to whom a step does what the rule is about. */
  readonly who: (change: Change) => readonly string[];
  /** What is asked of each of them, before the step and after it. */
  readonly before?: (change: Change, name: string) => readonly Check[];
  readonly after?: (change: Change, name: string) => readonly Check[];
}

const rules: readonly Rule[] = [
  { who: joining, after: ({ fleet }) => [...(fleet.votes ? votes : []), ...(fleet.serves ? serves : [])] },
  {
    who: stopping,
    before: ({ before, fleet }, name) => [
      ...endpointSteps(before).released(before, name),
      ...(fleet.votes ? whileDown : []),
    ],
  },
  {
    who: leaving,
    before: ({ before }, name) => [...endpointSteps(before).released(before, name), "quorum-without"],
    after: (change, name) => ["member-absent", healthyWithout(change, name)],
  },
  { who: going, before: () => ["member-absent"], after: (change, name) => [healthyWithout(change, name)] },
];

const votes = ["member-votes"] as const;
const serves = ["api-ready"] as const;
const whileDown = ["quorum-while-down", "not-leader"] as const;

/**
 * The gates of a step: those that follow from what it does, whoever proposed it, around those of the proposal's own. What
 * creates or deletes a whole cluster asks only for its own.
 */
export function gatesOf(
  { subject, before, after, gates = [] }: Proposal,
  health: Health,
  fleets?: readonly Fleet[],
): readonly Gate[] {
  if (before === null || after === null) return gates;
  const changes = (fleets ?? fleetsOf(before)).map((fleet): Change => ({ subject, before, after, health, fleet }));
  const asked = (when: Gate["when"]) =>
    changes.flatMap((change) =>
      rules.flatMap((rule) =>
        rule
          .who(change)
          .flatMap((name) => (rule[when]?.(change, name) ?? []).map((check) => ({ when, check, subject: name }))),
      ),
    );
  return [...asked("before"), ...gates, ...asked("after")];
}

/** Who is created, or made a member. */
function joining({ before, after, fleet }: Change): string[] {
  const isNew = (name: string) =>
    !has(before, fleet, name) || (fleet.votes && !before.members.includes(name) && after.members.includes(name));
  return fleet
    .of(after)
    .map(({ name }) => name)
    .filter(isNew);
}

/** Who is stopped, while the others go on deciding. An outage that is accepted has nothing to wait for. */
function stopping({ subject, before, after, health, fleet }: Change): string[] {
  const [was, becomes] = [find(before, fleet, subject), find(after, fleet, subject)];
  const stops = was?.running === true && becomes !== undefined && becomes.machineType !== was.machineType;
  return stops && othersDecide({ current: before, health }, subject) ? [subject] : [];
}

/** Who loses its membership, or its protection after all were told to remove it. */
function leaving({ subject, before, after, fleet }: Change): string[] {
  const isTold = (topology: Topology) => topology.remove.includes(subject) && !topology.members.includes(subject);
  const isProtected = (topology: Topology) => find(topology, fleet, subject)?.deletionProtection === true;
  const leaves = isTold(after) && (!isTold(before) || (isProtected(before) && !isProtected(after)));
  return fleet.votes && leaves ? [subject] : [];
}

/** Of whom nothing is left, not even its name among those to remove. */
function going({ subject, before, after, fleet }: Change): string[] {
  const isKnown = (topology: Topology) =>
    has(topology, fleet, subject) ||
    topology.remains.some(({ name }) => name === subject) ||
    topology.remove.includes(subject);
  return fleet.votes && isKnown(before) && !isKnown(after) ? [subject] : [];
}

/**
 * All others are healthy. Where one of them is known to be down, and so the next to be removed, it is enough that the
 * healthy ones are a quorum; a member is added only when all are healthy.
 */
function healthyWithout({ before, health }: Change, name: string): Check {
  const healthy = healthyMembers({ current: before, health });
  const all = before.members.every((member) => member === name || healthy.includes(member));
  return all ? "etcd-healthy" : "quorum-while-down";
}
