import type { Step } from "../../src/change/change-plan.ts";
import { synth, type TerraformJson } from "../../src/constructs/synth.ts";
import { logicalId, resourceType } from "../../src/topology/names.ts";
import { observe } from "../../src/topology/observe.ts";
import type { Resource } from "../../src/topology/resource.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { byAddress, type Resources } from "../change/tear.ts";
import { applied } from "../topology/applied.ts";
import { settings } from "../topology/cluster-fixture.ts";

/** Resources' addresses by what transcripts call them, `KIND` or `KIND NAME`. */
const addresses: Readonly<Record<string, (name: string) => string>> = {
  instance: (name) => `${resourceType.instance}.${logicalId.replica(`prod-${name}`)}`,
  disk: (name) => `${resourceType.disk}.${logicalId.etcdDisk(`prod-${name}`)}`,
  address: (name) => `${resourceType.address}.${logicalId.replica(`prod-${name}`)}`,
  group: (zone) => `${resourceType.group}.${logicalId.group(`europe-west1-${zone}`)}`,
  backend: (name) => `${resourceType.membership}.${logicalId.replica(`prod-${name}`)}`,
  "health-check": () => `${resourceType.healthCheck}.${logicalId.api}`,
  "backend-service": () => `${resourceType.backendService}.${logicalId.api}`,
  "forwarding-rule": () => `${resourceType.forwardingRule}.${logicalId.api}`,
  "secret-writer": (secret) => `${resourceType.secretIamMember}.${secret.replace("-", "_")}_writer`,
};

/** The address of `instance c` or `health-check`. Throws where there is no such kind. */
export function addressOf(resource: string): string {
  const [kind = "", name = ""] = resource.split(" ");
  const address = addresses[kind];
  if (address === undefined) throw new Error(`no resource ${kind}; there are ${Object.keys(addresses).join(", ")}`);
  return address(name);
}

/** What Terraform's state holds of a topology. */
export function resourcesOf(topology: Topology | null): Resources {
  return byAddress(applied(synth(settings, topology)));
}

/** What is seen of these resources. Throws where they are no cluster, because nobody plans from there. */
export function seen(resources: Iterable<Resource>): Topology | null {
  const observation = observe([...resources]);
  if (observation.kind === "none") return null;
  if (observation.kind !== "cluster") throw new Error(`what is left is no cluster, it is ${observation.kind}`);
  return observation.topology;
}

/**
 * What is seen of a step whose apply died after these changes, each `create`, `update` or `delete` and a resource, and
 * after those that Terraform makes before them. Throws where the step does not make such a change.
 */
export function torn({ before, after }: Step, changes: readonly string[]): Topology | null {
  const [old, next] = [resourcesOf(before), resourcesOf(after)];
  const created = (after?.replicas ?? []).map(({ name }) => name).filter((name) => !hasReplica(before, name));
  const order = { old: dependencies(synth(settings, before)), next: dependencies(synth(settings, after, created)) };
  const through = new Set<string>();
  const pass = (address: string) => {
    if (through.has(address)) return;
    through.add(address);
    if (next.has(address)) for (const needed of order.next.get(address) ?? []) pass(needed);
    else for (const [other, needed] of order.old) if (!next.has(other) && needed.includes(address)) pass(other);
  };
  for (const change of changes) {
    const [, verb = "", resource = ""] = /^(create|update|delete) (.+)$/.exec(change) ?? [];
    const address = addressOf(resource);
    const does = actionOn(old.get(address), next.get(address));
    if (does !== verb) throw new Error(`the step does not ${change}: it would be ${does}`);
    pass(address);
  }
  const all = new Set([...old.keys(), ...next.keys()]);
  return seen([...all].flatMap((address) => (through.has(address) ? next : old).get(address) ?? []));
}

function hasReplica(topology: Topology | null, name: string): boolean {
  return topology?.replicas.some((replica) => replica.name === name) === true;
}

function actionOn(before: Resource | undefined, after: Resource | undefined): string {
  if (before === undefined) return after === undefined ? "nothing" : "create";
  if (after === undefined) return "delete";
  return JSON.stringify(before) === JSON.stringify(after) ? "nothing" : "update";
}

/** By each resource's address, those that it names: Terraform makes them before it, and deletes them after it. */
function dependencies(json: TerraformJson): ReadonlyMap<string, readonly string[]> {
  const declared = Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([id, block]) => [`${type}.${id}`, JSON.stringify(block)] as const),
  );
  const known = new Set(declared.map(([address]) => address));
  const named = (text: string) => [...text.matchAll(/google_\w+\.[\w-]+/g)].map(([address]) => address);
  return new Map(declared.map(([address, text]) => [address, named(text).filter((each) => known.has(each))]));
}

/** The resources, with some attributes of one of them changed by hand. */
export function altered(
  resources: Resources,
  resource: string,
  change: (attributes: Resource["attributes"]) => Readonly<Record<string, unknown>>,
): Resources {
  const address = addressOf(resource);
  const old = resources.get(address);
  if (old === undefined) throw new Error(`the cluster has no ${resource}`);
  return new Map(resources).set(address, { ...old, attributes: { ...old.attributes, ...change(old.attributes) } });
}

/** The resources, with the endpoint's IP moved by hand to an instance, or to nobody. */
export function withIpOn(resources: Resources, holder: string | undefined): Resources {
  const ip = resources.get(`${resourceType.address}.${logicalId.endpoint}`)?.attributes["address"];
  const names = [...resources.values()].flatMap(({ type, name }) =>
    type === resourceType.instance ? [name.replace("replica_prod-", "")] : [],
  );
  if (holder !== undefined && !names.includes(holder)) throw new Error(`the cluster has no instance ${holder}`);
  const without = new Map([...resources].filter(([address]) => address !== addressOf("forwarding-rule")));
  return names.reduce<Resources>(
    (all, name) =>
      altered(all, `instance ${name}`, ({ network_interface }) => ({
        network_interface: (network_interface as object[]).map((nic) => ({
          ...nic,
          access_config: name === holder ? [{ nat_ip: ip }] : [],
        })),
      })),
    without,
  );
}
