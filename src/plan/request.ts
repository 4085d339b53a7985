/** What somebody asks or accepts beyond the topology that the cluster spec describes. */
export type ChangeRequest =
  | {
      readonly kind: "none";
      /** Restarting a voter of a cluster of one or two is an outage; without this it is refused (R12). */
      readonly acceptOutage?: boolean;
    }
  | {
      /** Remove this replica with its data, and create it anew under its name as the spec says (A5). */
      readonly kind: "replace";
      readonly replica: string;
      /** Also where the replica is the unfinished newcomer of a replacement: then that one is thrown away. */
      readonly again?: boolean;
      readonly acceptOutage?: boolean;
    }
  | { readonly kind: "delete-cluster" };

/** Whether the whole cluster is to be deleted. */
export function deletesCluster(
  request: ChangeRequest | undefined,
): request is Extract<ChangeRequest, { kind: "delete-cluster" }> {
  return request?.kind === "delete-cluster";
}

/** The replica that is to be replaced; undefined where none is. */
export function toReplace(request: ChangeRequest | undefined): string | undefined {
  return request?.kind === "replace" ? request.replica : undefined;
}
