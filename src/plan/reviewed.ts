import { changeDigest, digest } from "./digest.ts";
import type { DetailedStep, Plan } from "./plan.ts";
import type { Action, ResourceChange } from "./resource-change.ts";
import { traits } from "./step.ts";

/** A step as it was recorded when its plan was reviewed. */
export interface RecordedStep {
  /** The digest of the plan from here on. */
  readonly digest: string;
  readonly title: string;
  /** The digest of each change of a resource. */
  readonly changes: readonly string[];
}

/** What was reviewed of a cluster's plan. */
export interface Reviewed {
  readonly digest: string;
  /** In their order. The steps from any one of them on are reviewed, too: an apply that was torn goes on from there. */
  readonly steps: readonly RecordedStep[];
}

/** A plan's steps for the record of its review. */
export function recordedSteps({ cluster, steps }: Plan): RecordedStep[] {
  return steps.map(({ title, changes }, at) => ({
    digest: digest(cluster, steps.slice(at)),
    title,
    changes: changes.map(changeDigest),
  }));
}

/**
 * Whether a plan is the reviewed one, or what a torn apply of it has left to do (D4): the steps from one of them on, whole
 * or, of the first one, what is left of it. Before them, what a torn step has left of a replica that is not there may be
 * cleared away.
 */
export function isReviewed(plan: Plan, reviewed: Reviewed): boolean {
  if (plan.digest === reviewed.digest) return true;
  const begin = plan.steps.findIndex((step) => !clearsAway(step));
  return [0, begin].some((at) => at >= 0 && isTail(plan.cluster, plan.steps.slice(at), reviewed));
}

/** What differs between what was reviewed and what would happen now, as lines of a diff. */
export function reviewDifference(plan: Plan, reviewed: Reviewed | undefined): string[] {
  const now = plan.steps.map(({ title }) => title);
  const then = reviewed?.steps.map(({ title }) => title) ?? [];
  const gone = then.filter((title) => !now.includes(title)).map((title) => `- ${title}`);
  const lines = now.map((title) => (then.includes(title) ? `  ${title}` : `+ ${title}`));
  return [...gone, ...lines];
}

function isTail(cluster: string, steps: readonly DetailedStep[], reviewed: Reviewed): boolean {
  const [first, ...rest] = steps;
  if (first === undefined) return false;
  const whole = digest(cluster, steps);
  if (reviewed.steps.some((step) => step.digest === whole)) return true;
  const left = rest.length === 0 ? undefined : digest(cluster, rest);
  return reviewed.steps.some(
    (step, at) => reviewed.steps[at + 1]?.digest === left && first.changes.every((change) => isPartOf(change, step)),
  );
}

/** Whether a step makes this change or, where it was torn apart within one resource, what is left of it. */
function isPartOf(change: ResourceChange, { changes }: RecordedStep): boolean {
  const origins: Readonly<Record<string, readonly Action[]>> = { update: ["create"], create: ["delete", "create"] };
  const [action = ""] = change.actions;
  const before = change.actions.length === 1 ? origins[action] : undefined;
  const candidates = before === undefined ? [change] : [change, { ...change, actions: before }];
  return candidates.some((each) => changes.includes(changeDigest(each)));
}

/**
 * Whether a step only deletes what is left of a replica that has no instance and no member. Terraform's state had nothing
 * of it when the plan was reviewed, or the plan would have begun with this step: an apply has left it since.
 */
function clearsAway(step: DetailedStep): boolean {
  const { subject, before } = step;
  return (
    traits(step).deletes === true &&
    before !== null &&
    before.replicas.every(({ name }) => name !== subject) &&
    !before.members.includes(subject)
  );
}
