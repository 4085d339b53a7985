import type { LocalCloud } from "../../../src/local-cloud/local-cloud.ts";
import { project } from "../../kit/cluster/cluster-text.ts";
import { hostileState } from "../../kit/hostile-registry.ts";

/** Writes a state into a bucket that makes Terraform install and start `evil/x`. */
export async function plantState(cloud: LocalCloud, bucket: string, cluster: string): Promise<void> {
  const name = encodeURIComponent(`quorate/${project}/${cluster}/default.tfstate`);
  const response = await fetch(`${cloud.url}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${name}`, {
    method: "POST",
    headers: { authorization: "Bearer local", "content-type": "application/json" },
    body: hostileState(),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}
