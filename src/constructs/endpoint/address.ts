import { gceName, logicalId } from "../../topology/names.ts";
import type { Topology } from "../../topology/topology.ts";
import { ComputeAddress, Construct } from "../cdktf/cdktf.ts";
import { identify } from "../cdktf/identify.ts";

/** The endpoint's regional static IP. It outlives every change, so that the cluster's IP never changes (A6). */
export class EndpointAddress extends Construct {
  readonly resource: ComputeAddress;

  constructor(scope: Construct, { settings, replicas }: Topology) {
    super(scope, "endpoint");
    this.resource = identify(
      logicalId.endpoint,
      new ComputeAddress(this, "address", {
        name: gceName.endpoint(settings.name),
        region: settings.region,
        addressType: "EXTERNAL",
        networkTier: "PREMIUM",
        labels: { "quorate-cluster": settings.name },
        lifecycle: { preventDestroy: replicas.some((replica) => replica.deletionProtection) },
      }),
    );
  }
}
