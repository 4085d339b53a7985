import * as z from "zod";
import { labels } from "../compute/resource.ts";

export const secretBody = z.looseObject({
  replication: z.looseObject({}, "A replication policy is needed."),
  labels: labels.optional(),
});

/** A secret without its contents. `name` is `projects/p/secrets/s`. */
export type Secret = z.output<typeof secretBody> & { readonly name: string; readonly createTime: string };

/** One version of a secret's contents; `data` is base64. */
export interface SecretVersion {
  readonly name: string;
  readonly createTime: string;
  readonly state: "ENABLED";
  readonly data: string;
}
