/** What somebody asks beyond the cluster spec. */
export type ChangeRequest = { readonly kind: "none" } | { readonly kind: "delete-cluster" };
