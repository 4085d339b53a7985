import * as z from "zod";
import { labels, type Resource, resourceName } from "../resource.ts";

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

export type InstanceBody = z.output<typeof instanceBody>;

export type AccessConfig = z.output<typeof accessConfig> & { readonly natIP: string };
export type AttachedDisk = z.output<typeof attachedDisk> & { readonly source: string; readonly deviceName: string };

/** `network` and `subnetwork` are keys. */
export interface NetworkInterface {
  readonly name: string;
  readonly network: string;
  readonly subnetwork: string;
  readonly networkIP: string;
  readonly accessConfigs: readonly AccessConfig[];
}

/** A virtual machine. `machineType` is a short name; what refers to other resources holds keys. */
export type Instance = Resource &
  Pick<
    InstanceBody,
    "machineType" | "serviceAccounts" | "deletionProtection" | "scheduling" | "shieldedInstanceConfig" | "labels"
  > & {
    readonly status: "RUNNING" | "TERMINATED";
    readonly disks: readonly AttachedDisk[];
    readonly networkInterfaces: readonly NetworkInterface[];
    readonly metadata: readonly { readonly key: string; readonly value: string }[];
    readonly tags: readonly string[];
    /** Fields that the local cloud keeps and gives back without knowing them. */
    readonly other: Readonly<Record<string, unknown>>;
    readonly lastStartTimestamp: string;
  };
