/** What somebody asks or accepts beyond the topology that the cluster spec describes. */
export type ChangeRequest =
  | {
      readonly kind: "none";
      /** Restarting a voter of a cluster of one or two is an outage; without this it is refused (R12). */
      readonly acceptOutage?: boolean;
    }
  | { readonly kind: "delete-cluster" };
