import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import { healthOf } from "../../probe/health.ts";
import { sameTopology } from "../../topology/equal.ts";
import type { Verified } from "../../workflow/verify.ts";
import type { Trouble } from "../planned.ts";
import { differences } from "./differences.ts";

/** What is wrong with a cluster that nobody is working on. */
export interface Condition {
  /** Somebody has changed what Quorate has made: one line for each difference. */
  readonly drift: readonly string[];
  /** The digest of the plan that brings it to what its file asks for; undefined where none can be made, or is needed. */
  readonly plan: string | undefined;
  /** Replicas that are known to be dead, and those that nobody hears of. */
  readonly dead: readonly string[];
  readonly silent: readonly string[];
  /** The file asks for something that was not applied: the titles of the steps. */
  readonly pending: readonly string[];
  /** Why the file cannot be applied as things are. */
  readonly refused: readonly string[];
  /** Anything else that keeps the cluster from being looked at or worked on. */
  readonly trouble: Trouble | undefined;
}

/** Judges a cluster by a look at it. */
export function conditionOf(
  spec: ClusterSpec,
  looked: Verified | { readonly trouble: Trouble & { readonly code?: string } },
): Condition {
  if ("trouble" in looked) {
    const { trouble } = looked;
    const isDrift = trouble.code === "drift";
    return { ...well, drift: isDrift ? trouble.details : [], trouble: isDrift ? undefined : trouble };
  }
  const { plan, stored, observed, snapshot } = looked;
  const drifted = !sameTopology(stored, observed);
  const health = observed === null || snapshot === null ? undefined : healthOf(observed, snapshot);
  const names = observed?.replicas.map(({ name }) => name) ?? [];
  const refusals = hasErrors(plan.diagnostics) ? plan.diagnostics.filter(({ severity }) => severity === "error") : [];
  return {
    ...well,
    dead: names.filter((name) => health?.[name] === "dead"),
    silent: names.filter((name) => health?.[name] === "unknown"),
    drift: drifted ? differences(spec, stored, observed) : [],
    plan: plan.steps.length > 0 ? plan.digest : undefined,
    pending: drifted ? [] : plan.steps.map(({ title }) => title),
    refused: refusals.map(({ message }) => message),
  };
}

/** Whether there is nothing to tell. */
export function isWell({ drift, dead, silent, pending, refused, trouble }: Condition): boolean {
  return trouble === undefined && [drift, dead, silent, pending, refused].every((list) => list.length === 0);
}

/** The condition in a few words that follow the cluster's name. */
export function conditionPhrase({ drift, dead, silent, pending, refused, trouble }: Condition): string {
  const parts = [
    dead.length > 0 ? `${dead.join(", ")} failed` : "",
    silent.length > 0 ? `nothing is heard of ${silent.join(", ")}` : "",
    drift.length > 0 ? "is not as Quorate has made it" : "",
    trouble !== undefined ? "cannot be looked at" : "",
    refused.length > 0 ? "its file cannot be applied" : "",
    pending.length > 0 ? "its file was not applied" : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "is well" : parts.join("; ");
}

/** Where the cluster lies, as its issue is found again. */
export function markerOf({ project, name }: ClusterSpec): string {
  return `quorate:condition ${project}/${name}`;
}

const well: Condition = {
  drift: [],
  plan: undefined,
  dead: [],
  silent: [],
  pending: [],
  refused: [],
  trouble: undefined,
};
