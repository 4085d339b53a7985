/**
 * The one place that imports cdktf and the provider's bindings, each by its full path: the barrel costs seconds and
 * hundreds of megabytes. Changing over to another distribution of the CDK is a change of this file.
 */
import cdktfPackage from "cdktf/package.json" with { type: "json" };

export { ComputeAddress } from "@cdktf/provider-google/lib/compute-address/index.js";
export { ComputeDisk } from "@cdktf/provider-google/lib/compute-disk/index.js";
export { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall/index.js";
export { ComputeForwardingRule } from "@cdktf/provider-google/lib/compute-forwarding-rule/index.js";
export { ComputeInstance } from "@cdktf/provider-google/lib/compute-instance/index.js";
export { ComputeInstanceGroup } from "@cdktf/provider-google/lib/compute-instance-group/index.js";
export { ComputeInstanceGroupMembership } from "@cdktf/provider-google/lib/compute-instance-group-membership/index.js";
export { ComputeRegionBackendService } from "@cdktf/provider-google/lib/compute-region-backend-service/index.js";
export { ComputeRegionHealthCheck } from "@cdktf/provider-google/lib/compute-region-health-check/index.js";
export { ComputeRouter } from "@cdktf/provider-google/lib/compute-router/index.js";
export { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat/index.js";
export { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
export { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
export { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret/index.js";
export { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js";
export { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
export {
  App,
  DefaultTokenResolver,
  GcsBackend,
  type ITerraformDependable,
  LocalBackend,
  StringConcat,
  TerraformLocal,
  TerraformResource,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
export { Construct, RootConstruct } from "constructs";
export const { version: cdktfVersion } = cdktfPackage;
