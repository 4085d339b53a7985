import { hasErrors } from "../../cluster/diagnostic.ts";
import type { Basis, DetailedStep, Plan } from "../../plan/plan.ts";
import { type EndpointEffect, type EtcdState, traits } from "../../plan/step.ts";
import type { Topology } from "../../topology/topology.ts";
import { counted } from "./count-phrase.ts";

/** Said of a plan without steps. */
export const NO_CHANGES = "No changes. The control plane matches the cluster file.";

/** What a plan comes to, in a few words that follow the cluster's name: "grow from 1 to 3 replicas (+prod-c, +prod-d)". */
export function planPhrase(plan: Plan): string {
  if (hasErrors(plan.diagnostics)) return "this change is refused";
  if (plan.steps.length === 0) return "no changes";
  if (plan.to === null) return "delete the whole cluster";
  if (plan.from === null) return `create the cluster with ${counted(plan.to.replicas.length, "replica")}`;
  return transitionPhrase(plan.from, plan.to, plan.steps);
}

/** The worst that clients of the endpoint notice during the plan. */
export function worstInterruption(steps: readonly DetailedStep[]): EndpointEffect["interruption"] {
  if (steps.some((step) => step.endpoint.interruption === "outage")) return "outage";
  return steps.some((step) => step.endpoint.interruption === "brief") ? "brief" : "none";
}

/** One line for each step that clients notice; a single one saying that they notice nothing otherwise. */
export function endpointPhrases(steps: readonly DetailedStep[]): readonly string[] {
  const noticed = steps.filter((step) => step.endpoint.interruption !== "none");
  if (noticed.length === 0) return ["no interruption"];
  return noticed.map((step) => `${interruptionPhrase(step.endpoint)} (step ${step.id})`);
}

/** "brief interruption: the IP moves". */
export function interruptionPhrase(effect: EndpointEffect): string {
  const names = { none: "no interruption", brief: "brief interruption", outage: "outage" } as const;
  return effect.reason === "" ? names[effect.interruption] : `${names[effect.interruption]}: ${effect.reason}`;
}

/** What the plan was made on, and so how far it can be trusted. */
export function basisPhrase(basis: Basis): string {
  switch (basis) {
    case "spec":
      return "from the files alone; takes every replica as healthy";
    case "state":
      return "from Terraform's stored state; takes every replica as healthy";
    case "verified":
      return "verified against refreshed state, live health and a real terraform plan";
  }
}

/** etcd before the first step and after the last; null where the cluster does not exist or nobody said. */
export function etcdEnds(plan: Plan): { readonly before: EtcdState | null; readonly after: EtcdState | null } {
  return { before: plan.steps[0]?.etcd.before ?? null, after: plan.steps.at(-1)?.etcd.after ?? null };
}

function transitionPhrase(from: Topology, to: Topology, steps: readonly DetailedStep[]): string {
  const [before, after] = [namesOf(from), namesOf(to)];
  const signed = [
    ...after.filter((name) => !before.includes(name)).map((name) => `+${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `-${name}`),
  ].join(", ");
  if (after.length > before.length)
    return `grow from ${before.length} to ${counted(after.length, "replica")} (${signed})`;
  if (after.length < before.length)
    return `shrink from ${before.length} to ${counted(after.length, "replica")} (${signed})`;
  const replaced = replacedNames(steps).filter((name) => before.includes(name) && after.includes(name));
  if (signed !== "" || replaced.length > 0) {
    const renewed = replaced.length === 0 ? "" : `replace ${replaced.join(", ")}`;
    return [renewed, signed === "" ? "" : `exchange replicas (${signed})`].filter((part) => part !== "").join(" and ");
  }
  return steps.length === 1 && steps[0] !== undefined
    ? lowerFirst(steps[0].title)
    : `${counted(steps.length, "step")}, same replicas`;
}

/** Replicas that are removed and created anew under their names, whether or not they were there at either end. */
export function replacedNames(steps: readonly DetailedStep[]): readonly string[] {
  const added = steps.filter((step) => traits(step).adds).map(({ subject }) => subject);
  const deleted = steps.filter((step) => traits(step).deletes).map(({ subject }) => subject);
  return deleted.filter((name) => added.includes(name));
}

function namesOf(topology: Topology): readonly string[] {
  return topology.replicas.map((replica) => replica.name);
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
