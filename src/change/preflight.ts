import type { Code } from "../cluster/codes.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { refusal } from "../plan/refusal.ts";
import { fleetsOf } from "../topology/fleet.ts";
import { type ClusterSettings, fixedSettings } from "../topology/settings.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { find, isOnly, stays } from "./situation.ts";

/** Everything about a change that no sequence of steps can do, each with its way out. */
export function preflight(observed: Topology, desired: Topology): Diagnostic[] {
  const changes = fleetsOf(observed).flatMap((fleet) =>
    fleet.of(observed).flatMap((before) => {
      const after = find(desired, fleet, before.name);
      return after === undefined ? [] : instanceChanges(before, after, isOnly(observed, desired, fleet, before.name));
    }),
  );
  return [...changedSettings(observed.settings, desired.settings), ...changes];
}

function changedSettings(before: ClusterSettings, after: ClusterSettings): Diagnostic[] {
  const wanted = fixedSettings(after);
  return [...fixedSettings(before)]
    .map(([field, a]) => ({ field, a, b: wanted.get(field) }))
    .filter(({ a, b }) => a !== b)
    .map(({ field, a, b }) => {
      const message = `${field} cannot change on a cluster that exists (it is ${a}, the file asks for ${b})`;
      return refusal("Q050", message, wayOut(field, a, b), field.split(".")).refused;
    });
}

function wayOut(field: string, a: unknown, b: unknown): string {
  if (field !== "metadata.name" && field !== "spec.project") {
    return `Set ${field} back to ${a}, or create another cluster and move the workloads`;
  }
  return `Set ${field} back to ${a}. For ${b} write a file of its own: it becomes a new, empty cluster with another IP, while ${a} stays as it is until \`quorate delete\` deletes it`;
}

/** What an instance that exists cannot become, not even by removing it and adding it anew. */
function instanceChanges(before: Replica, after: Replica, only: boolean): Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (code: Code, message: string, remedy: string) => found.push(refusal(code, message, remedy).refused);
  const { name } = before;
  if (before.kubernetesVersion !== after.kubernetesVersion) {
    refuse(
      "Q051",
      `Changing kubernetesVersion is not implemented yet (${name} runs ${before.kubernetesVersion}, the file asks for ${after.kubernetesVersion})`,
      `Set kubernetesVersion back to ${before.kubernetesVersion} until upgrades are there`,
    );
  }
  if (before.etcdDisk.type === after.etcdDisk.type && before.etcdDisk.sizeGb > after.etcdDisk.sizeGb) {
    refuse(
      "Q052",
      `The data disk of ${name} cannot shrink from ${before.etcdDisk.sizeGb} GB to ${after.etcdDisk.sizeGb} GB`,
      `Set etcd.disk.sizeGb to at least ${before.etcdDisk.sizeGb}`,
    );
  }
  if (only && !stays(before, after)) {
    refuse(
      "Q056",
      before.renew === true
        ? `${name} is marked to be created anew, and is the only replica by now`
        : `${name} is the only replica, and its zone, image or disk type cannot change while it lives`,
      "Give the replica another name in the file: the new one is added first, then the old one is removed",
    );
  }
  return found;
}
