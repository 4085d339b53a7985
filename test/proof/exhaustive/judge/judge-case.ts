import type { planChange } from "../../../../src/change/plan-change.ts";
import type { ChangePlan } from "../../../../src/plan/step.ts";
import type { Topology } from "../../../../src/topology/topology.ts";
import type { ChangeCase } from "../change-case.ts";
import { findWay } from "../safe-way.ts";
import type { Rule, Violation } from "../violation.ts";
import { World } from "../world.ts";
import { carryOut, type Moment } from "./judge-plan.ts";

export interface Judgement {
  readonly violations: readonly Violation[];
  readonly steps: number;
  /** Codes of the errors with which the plan was refused. */
  readonly refused: readonly string[];
  /** Plans made again from the middle. */
  readonly resumed: number;
}

/** Asks the planner, carries its answer out, and says what is wrong with it. `resume`: which moments to go on from. */
export function judgeCase(
  planner: typeof planChange,
  question: ChangeCase,
  resume: (moment: number) => boolean = () => false,
): Judgement {
  const { observed, desired, request, health } = question;
  const plan = planner(observed, desired, request, health);
  const refused = errorsOf(plan);
  const licence = licenceOf(question);
  if (refused.length > 0) {
    const way = findWay(question.cautious);
    const wrong = way.exists ? "although there is a safe way" : "for another reason than the oracle's";
    const obstacles = new Set([...way.obstacles, ...findWay(question.hopeful).obstacles]);
    const right = !way.exists && refused.every((code) => obstacles.has(code)) && plan.steps.length === 0;
    const says = `refused with ${refused.join(", ")} ${wrong}: ${[...obstacles].join(", ")}`;
    return { violations: right ? [] : [{ rule: "refusal", step: null, says }], steps: 0, refused, resumed: 0 };
  }
  const world = World.of(observed, health ?? {});
  const disks = disksOf(world);
  const moments: Moment[] = [];
  let count = 0;
  const outcome = carryOut(plan, observed, world, licence, (moment) => {
    if (resume(count++)) moments.push(moment);
  });
  const violations = [...outcome.violations, ...judgeEnd(question, outcome.end, disks, outcome.world)];
  if (!findWay(question.hopeful).exists) violations.push(whole("refusal", "planned, although there is no safe way"));
  for (const moment of moments) violations.push(...goOn(planner, question, moment));
  return { violations, steps: plan.steps.length, refused, resumed: moments.length };
}

/** R11: plans again from the middle of a plan, as it was asked for and without, and looks where that leads. */
function goOn(planner: typeof planChange, question: ChangeCase, { step, topology, world }: Moment): Violation[] {
  const { request, desired } = question;
  const acceptOutage = licenceOf(question).acceptOutage;
  const again = request.kind === "replace" ? [request, { kind: "none", acceptOutage } as const] : [request];
  return again.flatMap((each) => {
    const there = world.clone();
    const plan = planner(topology, desired, each, there.health(topology));
    const errors = errorsOf(plan);
    const after = `begun again after step ${step.id} (${step.kind})`;
    if (errors.join() === "Q056" && each.kind === "replace" && isThrough(question, topology)) return [];
    if (errors.length > 0) return [whole("R11", `${after}, it is refused with ${errors.join(", ")}`)];
    const outcome = carryOut(plan, topology, there, licenceOf(question));
    const broken = outcome.violations.map(({ rule, says }) => whole(rule, `${after}: ${says}`));
    if (form(outcome.end) !== form(request.kind === "delete-cluster" ? null : desired))
      broken.push(whole("R11", `${after}, it ends elsewhere`));
    return broken;
  });
}

/**
 * Whether a replacement is through after which its replica is the only one. To ask again is to ask for one more then, and
 * the only replica cannot be replaced.
 */
function isThrough({ desired }: ChangeCase, topology: Topology): boolean {
  return desired.members.length === 1 && form(topology) === form(desired);
}

/** The end is what was asked for: nobody is touched who did not have to be, and who had to be is fresh. */
function judgeEnd(
  question: ChangeCase,
  end: Topology | null,
  disks: ReadonlyMap<string, number>,
  world: World,
): Violation[] {
  const violations: Violation[] = [];
  if (question.request.kind === "delete-cluster")
    return end === null ? [] : [whole("end", "the cluster is still there")];
  if (form(end) !== form(question.desired)) violations.push(whole("end", "it ends elsewhere"));
  const now = disksOf(world);
  for (const name of question.untouched) {
    if (disks.get(name) !== now.get(name)) violations.push(whole("end", `${name} was created anew without need`));
  }
  for (const name of question.fresh) {
    if (disks.get(name) === now.get(name)) violations.push(whole("R9", `${name} has its old disk still`));
  }
  return violations;
}

const forms = new WeakMap<Topology, string>();

/** A topology without what is decided by its past: who was created to initialise the cluster. */
function form(topology: Topology | null): string {
  if (topology === null) return "";
  const replicas = topology.replicas.map(({ role: _, ...rest }) => rest);
  const text = forms.get(topology) ?? JSON.stringify({ ...topology, replicas });
  forms.set(topology, text);
  return text;
}

function disksOf(world: World): Map<string, number> {
  return new Map([...world.cloud.instances].map(([name, { disk }]) => [name, disk]));
}

function licenceOf({ request }: ChangeCase) {
  const acceptOutage = request.kind !== "delete-cluster" && request.acceptOutage === true;
  return { acceptOutage, deleteCluster: request.kind === "delete-cluster" };
}

function errorsOf({ diagnostics }: ChangePlan): string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

function whole(rule: Rule, says: string): Violation {
  return { rule, step: null, says };
}
