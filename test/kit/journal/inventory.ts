import { setTimeout as pause } from "node:timers/promises";
import type { LocalCloud } from "../../../src/local-cloud/local-cloud.ts";
import { project, region, replicaNames, type Wanted } from "../cluster/cluster-text.ts";

const zones = ["b", "c", "d"].map((letter) => `${region}-${letter}`);
const collections = [
  ...["addresses", "forwardingRules", "backendServices", "healthChecks", "routers"].map(
    (each) => `regions/${region}/${each}`,
  ),
  "global/firewalls",
  ...zones.flatMap((zone) => ["instances", "disks", "instanceGroups"].map((each) => `zones/${zone}/${each}`)),
];

const patienceMs = 60_000;
const pauseMs = 50;

/** What a call to the cloud answers, as the API's own users would ask it. */
export async function ask(
  cloud: LocalCloud,
  path: string,
  method = "GET",
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${cloud.url}${path}`, {
    method,
    headers: { authorization: "Bearer local" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

/** Makes a call to the compute API that changes something, and waits until its operation is done. Throws where that fails. */
export async function carryOut(cloud: LocalCloud, path: string, body?: unknown): Promise<void> {
  let operation = await ask(cloud, compute(path), "POST", body);
  for (const deadline = Date.now() + patienceMs; operation["status"] !== "DONE"; await pause(pauseMs)) {
    if (Date.now() > deadline) throw new Error(`${path} does not come to an end`);
    const name = new URL(String(operation["selfLink"])).pathname.replace(/^.*?\/projects\/[^/]+\//, "");
    operation = await ask(cloud, compute(`${name}/wait`), "POST");
  }
  if (operation["error"] !== undefined) throw new Error(`${path}: ${JSON.stringify(operation["error"])}`);
}

/** The path of a compute resource of the tests' project. */
export function compute(path: string): string {
  return `/compute/v1/projects/${project}/${path}`;
}

/** Everything in the tests' project that a cluster may consist of, such as `disks/life-b-etcd`, sorted. */
export async function inventory(cloud: LocalCloud): Promise<string[]> {
  const found = await Promise.all([
    ...collections.map(async (path) => named(path, (await ask(cloud, compute(path)))["items"])),
    ask(cloud, `/v1/projects/${project}/secrets`).then(({ secrets }) => named("secrets", secrets)),
  ]);
  return found.flat().sort();
}

function named(path: string, items: unknown): string[] {
  const collection = path.slice(path.lastIndexOf("/") + 1);
  const names = (items as readonly { readonly name: string }[]).map(({ name }) =>
    name.slice(name.lastIndexOf("/") + 1),
  );
  return names.map((name) => `${collection}/${name}`);
}

/** How a cluster is at rest: its resources, who holds its IP, who votes, and who gets traffic. */
export interface Rest {
  readonly inventory: readonly string[];
  readonly holder: string;
  readonly voters: readonly string[];
  readonly learners: readonly string[];
  readonly balanced: readonly string[];
}

/** How the cluster is now. */
export async function restOf(cloud: LocalCloud, cluster = "life"): Promise<Rest> {
  const { addresses, clusters, loadBalanced } = await factsOf(cloud);
  const holder = addresses.find(({ name }) => name === `${cluster}-endpoint`)?.holder;
  const etcd = clusters.find(({ name }) => name === cluster);
  return {
    inventory: await inventory(cloud),
    holder: holder === undefined || holder.on === "none" ? "none" : `${holder.on} ${holder.name}`,
    voters: etcd?.voters ?? [],
    learners: etcd?.learners ?? [],
    balanced: loadBalanced,
  };
}

/** The endpoint's IP. */
export async function endpointIp(cloud: LocalCloud, cluster = "life"): Promise<string | undefined> {
  return (await factsOf(cloud)).addresses.find(({ name }) => name === `${cluster}-endpoint`)?.address;
}

/** What the cloud says of its instances, addresses and clusters at this moment. */
export async function factsOf(cloud: LocalCloud) {
  const answer = await ask(cloud, "/local/v1/journal?since=999999999");
  return answer["facts"] as NonNullable<ReturnType<LocalCloud["journal"]>[number]>["facts"];
}

/** How the design wants a cluster to be at rest, with replicas in these zones. */
export function expectedRest(letters: string, wanted: Omit<Wanted, "zones"> = {}): Rest {
  const { name: cluster = "life", loadBalancer = "whenReplicated" } = wanted;
  const given = wanted.names ?? replicaNames(cluster, letters);
  const names = given.toSorted();
  const first = given[0];
  const balanced = letters.length > 1 || loadBalancer === "always";
  const groups = [...new Set(letters)].map((letter) => `instanceGroups/${cluster}-${region}-${letter}`);
  const balancer = ["forwardingRules", "backendServices", "healthChecks"].map((each) => `${each}/${cluster}-api`);
  const firewalls = ["api", "api-internal", "etcd-peers", "kubelet", "ssh-iap"];
  return {
    inventory: [
      `addresses/${cluster}-endpoint`,
      `addresses/${cluster}-nat`,
      ...names.flatMap((name) => [`addresses/${name}`, `disks/${name}`, `disks/${name}-etcd`, `instances/${name}`]),
      ...groups,
      ...(balanced ? balancer : []),
      ...firewalls.map((name) => `firewalls/${cluster}-${name}`),
      `routers/${cluster}-nat`,
      ...["ca", "encryption", "service-account"].map((secret) => `secrets/${cluster}-${secret}`),
    ].sort(),
    holder: balanced ? `forwardingRule ${cluster}-api` : `instance ${first}`,
    voters: names,
    learners: [],
    balanced: balanced ? names : [],
  };
}
