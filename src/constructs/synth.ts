import type { Backend } from "../cluster/cluster-spec.ts";
import type { Topology } from "../topology/topology.ts";
import { App, Construct, GcsBackend, GoogleProvider, LocalBackend, TerraformStack } from "./cdktf.ts";
import { ControlPlane } from "./control-plane.ts";

/** Where state lives and which provider is used: what Terraform needs beside the topology. */
export interface StackSettings {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly backend: Backend;
  readonly googleProviderVersion: string;
}

/** Terraform's JSON configuration. */
export interface TerraformJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly [block: string]: unknown;
}

/** A Terraform stack with backend, provider and, unless the topology is null, one control plane. */
export class ControlPlaneStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: StackSettings, topology: Topology | null) {
    super(scope, id);
    const { project, region, name, backend } = settings;
    if (backend.kind === "gcs") {
      new GcsBackend(this, { bucket: backend.bucket, prefix: statePrefix(settings) });
    } else {
      // A path relative to where Terraform runs; `quorate apply` points it to the place that the spec names.
      new LocalBackend(this, { path: "terraform.tfstate" });
    }
    new GoogleProvider(this, "google", { project, region });
    this.addOverride("terraform.required_providers.google.version", settings.googleProviderVersion);
    if (topology !== null) new ControlPlane(this, name, topology);
  }
}

/** Where a cluster's state and lock lie in their bucket or directory. */
export function statePrefix({ project, name }: Pick<StackSettings, "project" | "name">): string {
  return `quorate/${project}/${name}`;
}

/** The configuration for one topology (null: nothing), in memory. The same arguments give the same JSON. */
export function synth(settings: StackSettings, topology: Topology | null): TerraformJson {
  const app = new App();
  const stack = new ControlPlaneStack(app, settings.name, settings, topology);
  stack.prepareStack();
  return stack.toTerraform();
}
