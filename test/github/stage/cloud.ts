import { environmentOf, type LocalCloud, startLocalCloud } from "../../../src/local-cloud/local-cloud.ts";
import { ensureGoogleProvider } from "../../kit/google-provider.ts";
import { rareCollection } from "../../kit/rare-collection.ts";

/** A local cloud of its own, and the environment in which a job of a workflow works on it with the real Terraform. */
export interface CloudForJobs {
  readonly cloud: LocalCloud;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts it; the google provider is built first where it cannot be had, which takes minutes the first time. */
export async function startCloudForJobs(): Promise<CloudForJobs> {
  const provider = await ensureGoogleProvider({ log: (line) => process.stderr.write(`${line}\n`) });
  const cloud = await startLocalCloud();
  const environment = {
    ...environmentOf(cloud.url),
    ...provider.environment,
    ...rareCollection,
    CHECKPOINT_DISABLE: "1",
  };
  return { cloud, environment };
}
