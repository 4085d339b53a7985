import { synth, type TerraformJson } from "../../../src/constructs/synth.ts";
import { logicalId, resourceType, type Secret } from "../../../src/topology/names.ts";
import { observe } from "../../../src/topology/observe.ts";
import type { Resource } from "../../../src/topology/resource.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { applied } from "../../kit/cluster/applied.ts";
import { settings } from "../../kit/cluster/cluster-fixture.ts";
import { byAddress, type Resources } from "../../kit/cluster/tear.ts";

/** Addresses by what transcripts call the resources: `KIND` or `KIND NAME`. */
const addresses: Readonly<Record<string, (name: string) => string>> = {
  instance: (name) => `${resourceType.instance}.${logicalId.replica(`prod-${name}`)}`,
  disk: (name) => `${resourceType.disk}.${logicalId.etcdDisk(`prod-${name}`)}`,
  address: (name) => `${resourceType.address}.${logicalId.replica(`prod-${name}`)}`,
  group: (zone) => `${resourceType.group}.${logicalId.group(`europe-west1-${zone}`)}`,
  backend: (name) => `${resourceType.membership}.${logicalId.replica(`prod-${name}`)}`,
  "health-check": () => `${resourceType.healthCheck}.${logicalId.api}`,
  "backend-service": () => `${resourceType.backendService}.${logicalId.api}`,
  "forwarding-rule": () => `${resourceType.forwardingRule}.${logicalId.api}`,
  "secret-writer": (secret) => `${resourceType.secretIamMember}.${logicalId.secretWriter(secret as Secret)}`,
};

/** The address of `instance c` or `health-check`. Throws where there is no such kind. */
export function addressOf(resource: string): string {
  const [kind = "", name = ""] = resource.split(" ");
  const address = addresses[kind];
  if (address === undefined) throw new Error(`no resource "${kind}"; there are ${Object.keys(addresses).join(", ")}`);
  return address(name);
}

/** One of these resources. Throws where it is not among them. */
export function resourceIn(resources: Resources, resource: string): Resource {
  const found = resources.get(addressOf(resource));
  if (found === undefined) throw new Error(`there is no ${resource}`);
  return found;
}

/** What Terraform's state holds of a topology. */
export function resourcesOf(topology: Topology | null): Resources {
  return byAddress(applied(configuration(topology)));
}

/** What is seen of these resources. Throws where they are no cluster, because nobody plans from there. */
export function seen(resources: Iterable<Resource>): Topology | null {
  const observation = observe([...resources]);
  if (observation.kind === "none") return null;
  if (observation.kind !== "cluster") throw new Error(`what is left is no cluster: it is ${observation.kind}`);
  return observation.topology;
}

/** By topology and newcomers: scenarios begin alike, and Terraform's configuration takes some time to make. */
const known = new Map<string, TerraformJson>();

/** What Terraform is given for a topology. */
export function configuration(topology: Topology | null, newcomers: readonly string[] = []): TerraformJson {
  const key = JSON.stringify([topology, newcomers]);
  const json = known.get(key) ?? synth(settings, topology, newcomers);
  known.set(key, json);
  return json;
}
