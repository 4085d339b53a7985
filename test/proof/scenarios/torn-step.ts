import type { TerraformJson } from "../../../src/constructs/synth.ts";
import type { Step } from "../../../src/plan/step.ts";
import type { Resource } from "../../../src/topology/resource.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { addressOf, configuration, resourcesOf, seen } from "./resources.ts";

/**
 * What is seen of a step whose apply died after these changes, each `create`, `update` or `delete` and a resource. What
 * Terraform does before them is through as well: it creates what a resource needs before that, and deletes it after that.
 * Throws where the step does not make such a change.
 */
export function torn({ before, after }: Step, changes: readonly string[]): Topology | null {
  const [old, next] = [resourcesOf(before), resourcesOf(after)];
  const newcomers = (after?.replicas ?? []).map(({ name }) => name).filter((name) => !hasReplica(before, name));
  const needs = needsOf(configuration(after, newcomers));
  const needed = needsOf(configuration(before));
  const through = new Set<string>();
  const carryOut = (address: string) => {
    if (through.has(address)) return;
    through.add(address);
    const users = [...needed.keys()].filter((user) => !next.has(user) && needed.get(user)?.includes(address));
    for (const first of next.has(address) ? (needs.get(address) ?? []) : users) carryOut(first);
  };
  for (const change of changes) {
    const [verb = "", ...resource] = change.split(" ");
    const address = addressOf(resource.join(" "));
    const action = actionOn(old.get(address), next.get(address));
    if (action !== verb) throw new Error(`the step does not ${change}: it would ${action} it`);
    carryOut(address);
  }
  const all = [...new Set([...old.keys(), ...next.keys()])];
  return seen(all.flatMap((address) => (through.has(address) ? next : old).get(address) ?? []));
}

function hasReplica(topology: Topology | null, name: string): boolean {
  return topology?.replicas.some((replica) => replica.name === name) === true;
}

function actionOn(before: Resource | undefined, after: Resource | undefined): string {
  if (before === undefined) return after === undefined ? "not touch" : "create";
  if (after === undefined) return "delete";
  return attributes(before) === attributes(after) ? "not touch" : "update";
}

/** Without what only tells Terraform the order. */
function attributes({ attributes: { depends_on: _, ...rest } }: Resource): string {
  return JSON.stringify(rest);
}

/** By each resource's address, the addresses that it names. */
function needsOf({ resource = {} }: TerraformJson): ReadonlyMap<string, readonly string[]> {
  const declared = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([id, block]) => [`${type}.${id}`, JSON.stringify(block)] as const),
  );
  const addresses: readonly string[] = declared.map(([address]) => address);
  const namedIn = (text: string) =>
    (text.match(/google_\w+\.[\w-]+/g) ?? []).filter((name) => addresses.includes(name));
  return new Map(declared.map(([address, text]) => [address, namedIn(text)]));
}
