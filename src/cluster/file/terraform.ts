import * as z from "zod";
import { named, text } from "./fields.ts";
import { bucketName, statePath } from "./names.ts";
import type { Section } from "./section.ts";
import { providerPattern, providerVersionProblem } from "./versions.ts";

const backend = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("gcs").meta({ title: "Backend kind", description: "gcs: a Cloud Storage bucket." }),
      bucket: named(bucketName, {
        title: "Bucket",
        description: "Bucket for Terraform's state, which goes under quorate/<project>/<name>.",
      }),
    }),
    z.strictObject({
      kind: z.literal("local").meta({ title: "Backend kind", description: "local: a directory on this machine." }),
      path: named(statePath, { title: "Path", description: "Directory for Terraform's state." }).default(".quorate"),
    }),
  ])
  .meta({ title: "Backend", description: "Where Terraform's state lives." });

const schema = z
  .strictObject({
    backend,
    googleProviderVersion: text(providerVersionProblem, {
      title: "Google provider version",
      description: "Exact version of Terraform's google provider, so that plan and apply cannot float apart.",
      pattern: providerPattern,
    }).default("6.50.0"),
  })
  .meta({ title: "Terraform", description: "State and provider." });

/** Terraform's state and provider. */
export const terraform = { schema } satisfies Section<typeof schema>;
