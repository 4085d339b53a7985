import { replicaName } from "../file/names.ts";
import { defaultReplicaName } from "../replica-name.ts";
import { namesAreUnique } from "../rules/replica-names.ts";

/** Whether a replica of the cluster may have the name beside those that are taken, and their resources' names. */
export function isFreeName(cluster: string, taken: readonly string[], name: string): boolean {
  const replicas = [...taken, name].map((each) => ({ name: each }));
  return namesAreUnique({ metadata: { name: cluster }, spec: { controlPlane: { replicas } } }).length === 0;
}

/** A free name for a new replica in a zone: `prod-b`, else `prod-b-2` and so on. */
export function freeName(cluster: string, taken: readonly string[], zone: string): string {
  const base = defaultReplicaName(cluster, zone);
  for (let number = 1; number <= taken.length * 3 + 3; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (name.length <= replicaName.maxLength && isFreeName(cluster, taken, name)) return name;
  }
  throw new Error(`no free name for a replica in ${zone}`);
}
