import type { Backend, ClusterSpec } from "../cluster/cluster-spec.ts";
import type { Topology } from "../topology/topology.ts";
import {
  Construct,
  cdktfVersion,
  GcsBackend,
  GoogleProvider,
  LocalBackend,
  RootConstruct,
  TerraformStack,
} from "./cdktf/cdktf.ts";
import { tame } from "./cdktf/isolated-synth.ts";
import { attributesOf, contentsOf, type StackContents } from "./cdktf/stack-contents.ts";
import { addControlPlane } from "./control-plane.ts";

/** Where state lives and which provider is used: what Terraform needs beside the topology. */
export interface StackSettings {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly backend: Backend;
  readonly googleProviderVersion: string;
}

/** What a stack needs of a spec beside the topology. */
export function stackSettings({ name, project, region, terraform }: ClusterSpec): StackSettings {
  return { name, project, region, backend: terraform.backend, googleProviderVersion: terraform.googleProviderVersion };
}

/** Terraform's JSON configuration. */
export interface TerraformJson extends Partial<StackContents> {
  readonly [block: string]: unknown;
}

/** A Terraform stack with backend, provider and, unless the topology is null, one control plane. */
export class ControlPlaneStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    settings: StackSettings,
    topology: Topology | null,
    newcomers: readonly string[] = [],
  ) {
    super(scope, id);
    const { project, region, name, backend } = settings;
    if (backend.kind === "gcs") {
      new GcsBackend(this, { bucket: backend.bucket, prefix: statePrefix(settings) });
    } else {
      // A path relative to where Terraform runs; `quorate apply` points it to the place that the spec names.
      new LocalBackend(this, { path: "terraform.tfstate" });
    }
    // Batching makes each change of a policy wait three seconds for others that never come.
    new GoogleProvider(this, "google", { project, region, batching: [{ enableBatching: false }] });
    this.addOverride("terraform.required_providers.google.version", settings.googleProviderVersion);
    if (topology !== null) addControlPlane(new Construct(this, name), topology, newcomers);
  }
}

/** Where a cluster's state and lock lie in their bucket or directory. */
export function statePrefix({ project, name }: Pick<StackSettings, "project" | "name">): string {
  return `quorate/${project}/${name}`;
}

/**
 * The configuration for one topology (null: nothing), in memory; the same arguments give the same JSON. `newcomers` are
 * replicas that applying it creates: they come into being before the others are told of them. That is all the
 * difference they make.
 */
export function synth(
  settings: StackSettings,
  topology: Topology | null,
  newcomers: readonly string[] = [],
): TerraformJson {
  return tame(() => {
    const surroundings = newStack(settings, null).toTerraform() as TerraformJson;
    if (topology === null) return surroundings;
    return { ...surroundings, ...contentsOf(newStack(settings, topology, newcomers)) };
  });
}

/**
 * Only what the resources of `synth` for a topology are configured to be, without what tells Terraform how to go about
 * them. It costs less.
 */
export function synthAttributes(settings: StackSettings, topology: Topology | null): Partial<StackContents> {
  return topology === null ? {} : tame(() => attributesOf(newStack(settings, topology)));
}

/** Not in an App, which makes the folders that it would write to. */
function newStack(settings: StackSettings, topology: Topology | null, newcomers?: readonly string[]) {
  const root = new RootConstruct();
  root.node.setContext("cdktfVersion", cdktfVersion);
  return new ControlPlaneStack(root, settings.name, settings, topology, newcomers);
}
