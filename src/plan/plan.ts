import type { Diagnostic } from "../cluster/diagnostic.ts";
import type { Topology } from "../topology/topology.ts";
import type { ResourceChange } from "./resource-change.ts";
import type { Step, Verdict } from "./step.ts";

/** What a plan was made on: two files, Terraform's state as it is stored, or refreshed state and a real plan. */
export type Basis = "spec" | "state" | "verified";

/** A step with what it does to each resource. */
export interface DetailedStep extends Step {
  readonly changes: readonly ResourceChange[];
}

/** A whole plan, as it is reviewed, rendered and applied. */
export interface Plan {
  readonly cluster: string;
  /** `sha256:…` over the steps; the same change has the same digest wherever and whenever it is planned. */
  readonly digest: string;
  readonly basis: Basis;
  /** Resource actions over all steps; a replacement counts as one added and one destroyed. */
  readonly summary: { readonly steps: number; readonly add: number; readonly change: number; readonly destroy: number };
  readonly steps: readonly DetailedStep[];
  /** null when the cluster does not exist at the end. */
  readonly verdict: Verdict | null;
  /** The topology before the first step and after the last; null where the cluster does not exist. */
  readonly from: Topology | null;
  readonly to: Topology | null;
  readonly diagnostics: readonly Diagnostic[];
}
