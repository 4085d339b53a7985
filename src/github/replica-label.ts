/** A label that asks for replicas: `replica/add:ZONE`, `replica/remove:NAME-or-ZONE`, with `CLUSTER/` before it or not. */
export interface ReplicaLabel {
  /** The label's whole name. */
  readonly name: string;
  readonly cluster: string | undefined;
  readonly operation: "add" | "remove";
  /** A zone or, to remove, a replica's name or a zone. */
  readonly target: string;
}

/** Reads a label; undefined where it is none of these. What it asks for may still be impossible. */
export function readReplicaLabel(name: string): ReplicaLabel | undefined {
  const match = /^(?:([^/\s]+)\/)?replica\/(add|remove):[ ]?(\S+)$/.exec(name);
  if (match === null) return undefined;
  const [, cluster, operation, target = ""] = match;
  return { name, cluster, operation: operation === "add" ? "add" : "remove", target };
}

/** The other labels on the pull request that ask for the opposite of this one. */
export function atOdds(label: ReplicaLabel, others: readonly string[]): readonly ReplicaLabel[] {
  return others
    .map(readReplicaLabel)
    .filter((other) => other !== undefined)
    .filter(
      (other) =>
        other.target === label.target &&
        other.operation !== label.operation &&
        (other.cluster === undefined || label.cluster === undefined || other.cluster === label.cluster),
    );
}
