import type { ResourceChange } from "../plan/resource-change.ts";
import { printMembers } from "../topology/member-lists.ts";
import { logicalId, metadataKey, resourceType } from "../topology/names.ts";
import type { Topology } from "../topology/topology.ts";

/**
 * What a real plan of a step may hold (R8): the changes that were reviewed, and that each replica which exists is told
 * the membership of the step's end, which is reviewed as the step's topology. Replicas that a torn step has left with
 * different lists are brought together by that.
 */
export function reviewedChanges(
  changes: readonly ResourceChange[],
  before: Topology | null,
  after: Topology | null,
): ResourceChange[] {
  const existing = before?.replicas ?? [];
  const told = existing
    .filter(({ name }) => after?.replicas.some((replica) => replica.name === name))
    .map(({ name }) => `${resourceType.instance}.${logicalId.replica(name)}`);
  const named = new Set(changes.map(({ address }) => address));
  return [
    ...changes.map((change) => (told.includes(change.address) ? telling(change, after) : change)),
    ...told
      .filter((address) => !named.has(address))
      .map((address) => telling({ address, actions: ["update"], before: {}, after: {}, afterUnknown: {} }, after)),
  ];
}

/** Stands for whatever a replica was told before. Not empty: an empty one would make all metadata new. */
const anyList = "any list";

function telling(change: ResourceChange, after: Topology | null): ResourceChange {
  if (after === null) return change;
  const metadata = (values: ResourceChange["after"], list: string) => ({
    ...values,
    metadata: { ...(values?.["metadata"] as Record<string, unknown> | undefined), [metadataKey.members]: list },
  });
  return { ...change, before: metadata(change.before, anyList), after: metadata(change.after, printMembers(after)) };
}
