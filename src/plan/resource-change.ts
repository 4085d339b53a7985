/** Terraform's own words for what happens to a resource; a replacement is delete, then create. */
export type Action = "create" | "update" | "delete";

/** What a step does to one resource, in the shape of Terraform's JSON plan. */
export interface ResourceChange {
  /** Terraform address, such as `google_compute_instance.replica_prod-b`. */
  readonly address: string;
  readonly actions: readonly Action[];
  /** Configured attributes before; null for a creation. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** Configured attributes after; null for a deletion. */
  readonly after: Readonly<Record<string, unknown>> | null;
  /** `true` at each attribute whose value is known only after apply. */
  readonly afterUnknown: Readonly<Record<string, unknown>>;
}
