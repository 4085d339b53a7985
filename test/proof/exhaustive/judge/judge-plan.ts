import type { ChangePlan, Step } from "../../../../src/plan/step.ts";
import type { Topology } from "../../../../src/topology/topology.ts";
import { majority } from "../etcd-model.ts";
import type { Violation } from "../violation.ts";
import type { World } from "../world.ts";
import { type Licence, settle, takeStep } from "./judge-step.ts";

/** A moment at which a run can die, with the world as it is then: after a step, before anybody waited for its gates. */
export interface Moment {
  readonly step: Step;
  readonly topology: Topology;
  readonly world: World;
}

/** What a plan did to the world. */
export interface Outcome {
  readonly violations: readonly Violation[];
  /** null: the cluster is gone. */
  readonly end: Topology | null;
  readonly world: World;
}

/**
 * Carries a plan out in the world (which it changes), step by step, and says what is wrong with it. `visit` gets each
 * moment between two steps; the world there is a copy.
 */
export function carryOut(
  plan: ChangePlan,
  observed: Topology | null,
  world: World,
  licence: Licence,
  visit?: (moment: Moment) => void,
): Outcome {
  const violations: Violation[] = [];
  let end = observed;
  for (const [index, step] of plan.steps.entries()) {
    if (step.id !== index + 1) violations.push({ rule: "honest", step: step.id, says: `it is step ${index + 1}` });
    if (!equal(step.before, end)) violations.push({ rule: "honest", step: step.id, says: "it begins elsewhere" });
    violations.push(...takeStep(step, world, licence));
    if (visit !== undefined && step.after !== null) visit({ step, topology: step.after, world: world.clone() });
    violations.push(...settle(step, world));
    end = step.after;
  }
  violations.push(...judgeRest(plan, end, world));
  return { violations, end, world };
}

/** How a plan leaves the cluster, and what it said of that and of the way. */
function judgeRest(plan: ChangePlan, end: Topology | null, world: World): Violation[] {
  const violations: Violation[] = [];
  const blame = (rule: Violation["rule"], says: string) => violations.push({ rule, step: null, says });
  const { etcd } = world;
  if (end === null) return violations;
  const told = JSON.stringify([...end.members].sort());
  if (plan.steps.length > 0 && JSON.stringify([...etcd.voters, ...etcd.learners].sort()) !== told) {
    blame("end", `etcd ends with ${[...etcd.voters].join(", ")}, replicas are told of ${told}`);
  }
  if (plan.steps.length > 0 && etcd.learners.size > 0) blame("end", "a learner is left");
  const between = plan.steps.slice(0, -1).some((step) => step.after?.members.length === 2);
  const resting = plan.steps[0]?.before?.members.length === 2 || end.members.length === 2;
  const announced = plan.diagnostics.some(({ code, severity }) => code === "Q058" && severity === "warning");
  if (between && !resting && !announced) blame("R10", "it passes through two voters and does not say so");
  judgeVerdict(plan, end, blame);
  return violations;
}

function judgeVerdict(plan: ChangePlan, end: Topology, blame: (rule: "honest", says: string) => void): void {
  const voters = end.members.length;
  const needed = majority(voters);
  const lost: Record<string, string> = {};
  const zoneOf = new Map(end.replicas.map(({ name, zone }) => [name, zone]));
  for (const zone of new Set(end.members.flatMap((name) => zoneOf.get(name) ?? []))) {
    const stay = end.members.filter((name) => zoneOf.has(name) && zoneOf.get(name) !== zone).length;
    lost[zone] = stay >= needed ? "survives" : "losesQuorum";
  }
  const said = plan.verdict;
  const sort = (record: object) => JSON.stringify(Object.entries(record).sort());
  if (
    said === null ||
    said.voters !== voters ||
    said.tolerates !== voters - needed ||
    sort(said.zoneLoss) !== sort(lost)
  ) {
    blame("honest", `its verdict is ${JSON.stringify(said)}`);
  }
}

function equal(a: Topology | null, b: Topology | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
