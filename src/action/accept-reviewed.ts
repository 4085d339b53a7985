import { digest } from "../change/digest.ts";
import type { Plan } from "../change/plan.ts";
import type { RecordedStep, Reviewed } from "../github/check-run.ts";

/** A plan's steps for the record of its review: each with the digest of what is left from there on. */
export function recordedSteps({ cluster, steps }: Plan): RecordedStep[] {
  return steps.map(({ title }, at) => ({ digest: digest(cluster, steps.slice(at)), title }));
}

/** Whether a plan is the reviewed one, or what a torn apply of it has left to do (D4). */
export function isReviewed(plan: Plan, { digest, steps }: Reviewed): boolean {
  return plan.digest === digest || (plan.steps.length > 0 && steps.some((step) => step.digest === plan.digest));
}

/** What differs between what was reviewed and what would happen now, as lines of a diff. */
export function reviewDifference(plan: Plan, reviewed: Reviewed | undefined): string[] {
  const now = plan.steps.map(({ title }) => title);
  const then = reviewed?.steps.map(({ title }) => title) ?? [];
  const gone = then.filter((title) => !now.includes(title)).map((title) => `- ${title}`);
  const lines = now.map((title) => (then.includes(title) ? `  ${title}` : `+ ${title}`));
  return [...gone, ...lines];
}
