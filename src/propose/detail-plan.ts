import { type StackSettings, synthAttributes } from "../constructs/synth.ts";
import { digest } from "../plan/digest.ts";
import type { Basis, DetailedStep, Plan } from "../plan/plan.ts";
import type { ResourceChange } from "../plan/resource-change.ts";
import type { ChangePlan } from "../plan/step.ts";
import type { Topology } from "../topology/topology.ts";
import { type Configured, changesBetween, configuredIn } from "./resource-changes.ts";

/**
 * Adds to each step what it does to each resource: the difference between the configurations that its two topologies
 * synthesize to. `observed` is where the plan starts, for plans without steps.
 */
export function detailPlan(change: ChangePlan, observed: Topology | null, settings: StackSettings, basis: Basis): Plan {
  // A step begins where the one before it ends; what lies further back is not kept.
  let latest: { readonly topology: Topology | null; readonly configured: Configured } | undefined;
  const configuration = (topology: Topology | null): Configured => {
    if (latest === undefined || latest.topology !== topology) {
      latest = { topology, configured: configuredIn(synthAttributes(settings, topology)) };
    }
    return latest.configured;
  };
  const steps = change.steps.map(
    (step): DetailedStep => ({
      ...step,
      changes: changesBetween(configuration(step.before), configuration(step.after)),
    }),
  );
  const last = steps.at(-1);
  return {
    cluster: change.cluster,
    digest: digest(change.cluster, steps),
    basis,
    summary: summarize(steps),
    steps,
    verdict: change.verdict,
    from: observed,
    to: last === undefined ? observed : last.after,
    diagnostics: change.diagnostics,
  };
}

function summarize(steps: readonly DetailedStep[]): Plan["summary"] {
  const changes = steps.flatMap((step): readonly ResourceChange[] => step.changes);
  const count = (action: string) => changes.filter((change) => change.actions.some((each) => each === action)).length;
  return { steps: steps.length, add: count("create"), change: count("update"), destroy: count("delete") };
}
