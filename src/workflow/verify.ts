import { rm } from "node:fs/promises";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { stackSettings } from "../constructs/synth.ts";
import type { DetailedStep, Plan } from "../plan/plan.ts";
import { type ChangeRequest, deletesCluster } from "../plan/request.ts";
import { type Snapshot, Watch } from "../probe/watch.ts";
import { propose } from "../propose/propose.ts";
import type { Terraform } from "../terraform/terraform.ts";
import type { Topology } from "../topology/topology.ts";
import { glance, lookLive } from "./look-live.ts";
import { observeLive, observeStored } from "./observe-live.ts";
import { planStep } from "./plan-step.ts";
import type { Clock, Cloud, Storage } from "./ports.ts";
import { RunError } from "./run-error.ts";
import { interrupted } from "./wait-gates.ts";
import { Workspace } from "./workspace.ts";

export interface VerifyOptions {
  readonly spec: ClusterSpec;
  /** What is asked beyond the spec. */
  readonly request?: ChangeRequest | undefined;
  readonly storage: Storage;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly terraform: (directory: string, signal: AbortSignal) => Terraform;
  /** Where Terraform runs; it is removed afterwards, because state may hold what nobody else should read. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** What is known of a cluster after looking at it. */
export interface Verified {
  readonly plan: Plan;
  /** The cluster as the state has it, before it was refreshed; null where there is none. */
  readonly stored: Topology | null;
  /** The cluster as it is; null where there is none. */
  readonly observed: Topology | null;
  /** What its replicas report; who is missing in it is unknown. null where there is no cluster. */
  readonly snapshot: Snapshot | null;
}

/**
 * A verified plan: on refreshed state and live health, with a real Terraform plan of its first step. Reads only: Terraform
 * works on a copy of the state, so no lock is taken and nothing is written where the state is kept. Throws a RunError for
 * drift and for a first step that would do more than it says.
 */
export async function verify(options: VerifyOptions): Promise<Verified> {
  try {
    return await verifyIn(options);
  } finally {
    await rm(options.directory, { recursive: true, force: true });
  }
}

async function verifyIn(options: VerifyOptions): Promise<Verified> {
  const { spec, request, storage, cloud, clock, directory, signal } = options;
  const state = await storage.readState();
  const copy: Storage = { ...storage, readState: async () => state, backendConfig: {} };
  const workspace = new Workspace({
    terraform: options.terraform(directory, signal),
    directory,
    settings: { ...stackSettings(spec), backend: { kind: "local", path: "." } },
    storage: copy,
    copiedState: state,
    cloud,
    dead: [],
    zones: spec.controlPlane.replicas.map(({ zone }) => zone),
  });
  const watch = new Watch(
    (replica) => cloud.readStatus(replica),
    () => clock.now(),
  );
  await Promise.all([workspace.open(), glance(watch, copy)]);
  const deletion = deletesCluster(request);
  const stored = await observeStored(copy, deletion);
  const observed = await observeLive(workspace, copy, deletion);
  const snapshot = observed === null ? null : await lookLive(observed, watch, clock, signal);
  const plan = propose({ spec, observed, basis: "verified", request, snapshot });
  const [first] = plan.steps;
  if (first !== undefined) await compareFirst(first, workspace);
  if (signal.aborted) throw interrupted();
  return { plan, stored, observed, snapshot };
}

/** Terraform's own plan of the first step may hold nothing that the step does not name (R8). */
async function compareFirst(first: DetailedStep, workspace: Workspace): Promise<void> {
  const more = await planStep(first, workspace);
  if (more.length === 0) return;
  throw new RunError(
    "unreviewed-change",
    "Terraform would do more in the first step than the plan says",
    "See who has changed these resources; if nobody has, report it",
    more.map(({ address, what }) => `${address} ${what}`),
  );
}
