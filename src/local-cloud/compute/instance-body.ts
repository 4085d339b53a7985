import * as z from "zod";
import { labels, resourceName } from "./resource.ts";

/** Schemas of what clients send about instances. Fields that nobody here reads pass through. */
export const metadata = z.looseObject({
  fingerprint: z.string().optional(),
  items: z
    .array(z.looseObject({ key: z.string().regex(/^[a-zA-Z0-9-_]{1,128}$/), value: z.string().max(262144) }))
    .default([]),
});

export const tags = z.looseObject({
  fingerprint: z.string().optional(),
  items: z.array(resourceName).default([]),
});

export const accessConfig = z.looseObject({
  name: z.string().default("external-nat"),
  type: z.literal("ONE_TO_ONE_NAT").default("ONE_TO_ONE_NAT"),
  natIP: z.string().optional(),
  networkTier: z.enum(["PREMIUM", "STANDARD"]).default("PREMIUM"),
});

export const attachedDisk = z.looseObject({
  autoDelete: z.boolean().default(false),
  boot: z.boolean().default(false),
  deviceName: z.string().optional(),
  mode: z.enum(["READ_WRITE", "READ_ONLY"]).default("READ_WRITE"),
  source: z.string().optional(),
  initializeParams: z
    .looseObject({
      diskName: z.string().optional(),
      diskSizeGb: z.coerce.number().int().optional(),
      diskType: z.string().optional(),
      sourceImage: z.string().optional(),
      labels: labels.optional(),
    })
    .optional(),
});

export const serviceAccounts = z.array(z.looseObject({ email: z.string(), scopes: z.array(z.string()).default([]) }));

export const instanceBody = z.looseObject({
  name: resourceName,
  machineType: z.string(),
  disks: z.array(attachedDisk).min(1, "At least one disk is needed."),
  networkInterfaces: z
    .array(
      z.looseObject({
        network: z.string().optional(),
        subnetwork: z.string().optional(),
        networkIP: z.string().optional(),
        accessConfigs: z.array(accessConfig).default([]),
      }),
    )
    .length(1, "The local cloud gives an instance exactly one network interface."),
  metadata: metadata.default({ items: [] }),
  tags: tags.default({ items: [] }),
  labels: labels.optional(),
  serviceAccounts: serviceAccounts.default([]),
  deletionProtection: z.boolean().default(false),
  scheduling: z.looseObject({}).default({}),
  shieldedInstanceConfig: z.looseObject({}).default({}),
});
