import type { ClusterFile } from "../cluster-file.ts";
import { quote } from "../quote.ts";
import { defaultReplicaName } from "../replica-name.ts";
import type { Violation } from "../violation.ts";
import type { Draft } from "../yaml/draft.ts";
import { type Rule, replicasPath } from "./rule.ts";

/** Where a zone repeats, the default name would too: each of its replicas needs a name. */
export const namesInSharedZones: Rule = (file) => {
  const shared = sharedZones(file);
  return (file.spec?.controlPlane?.replicas ?? []).flatMap((replica, index): Violation[] => {
    if (replica?.zone === undefined || "name" in replica || !shared.has(replica.zone)) return [];
    const message = `Several replicas are in the zone ${replica.zone}, and this one has no name`;
    const remedy = "Give each replica of the zone a name of its own";
    return [{ path: [...replicasPath, index], problem: { code: "Q044", message, remedy } }];
  });
};

/** No two resources of the cluster get one name, whether the replica's name is written or a default. */
export const namesAreUnique: Rule = (file) => {
  const cluster = file.metadata?.name;
  const shared = sharedZones(file);
  const taken = new Map<string, string>();
  if (cluster !== undefined) {
    taken.set(`${cluster}-endpoint`, "the endpoint's address");
    taken.set(`${cluster}-nat`, "the NAT's address");
  }
  return (file.spec?.controlPlane?.replicas ?? []).flatMap((replica, index): Violation[] => {
    const name = replica?.name ?? defaultName(replica, file, shared);
    if (name === undefined) return [];
    const holder = taken.get(name) ?? (taken.has(etcdDisk(name)) ? `the replica ${quote(etcdDisk(name))}` : undefined);
    taken.set(name, "another replica");
    taken.set(etcdDisk(name), "another replica's etcd disk");
    if (holder === undefined) return [];
    const path = [...replicasPath, index, ...(replica?.name === undefined ? [] : ["name"])];
    const message = `The name ${quote(name)} collides with ${holder}`;
    return [{ path, problem: { code: "Q043", message, remedy: "Give each replica a name of its own" } }];
  });
};

/** The default name, where nothing else is wrong that concerns it. */
function defaultName(replica: Replica, { metadata, spec }: Draft<ClusterFile>, shared: ReadonlySet<string>) {
  if (replica?.zone === undefined || "name" in replica || metadata?.name === undefined) return undefined;
  if (shared.has(replica.zone) || replica.zone.slice(0, -2) !== spec?.region) return undefined;
  return defaultReplicaName(metadata.name, replica.zone);
}

type Replica = Draft<ClusterFile["spec"]["controlPlane"]["replicas"][number]> | undefined;

/** Zones that stand in the list more than once. */
function sharedZones(file: Draft<ClusterFile>): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const replica of file.spec?.controlPlane?.replicas ?? []) {
    if (replica?.zone === undefined) continue;
    if (seen.has(replica.zone)) shared.add(replica.zone);
    seen.add(replica.zone);
  }
  return shared;
}

/** As in topology's names, which this folder may not import. */
function etcdDisk(replica: string): string {
  return `${replica}-etcd`;
}
