import * as z from "zod";
import { type Resource, resourceName } from "../resource.ts";

export const natBody = z.looseObject({
  name: resourceName,
  natIpAllocateOption: z.enum(["MANUAL_ONLY", "AUTO_ONLY"]).optional(),
  natIps: z.array(z.string()).default([]),
  sourceSubnetworkIpRangesToNat: z.string().optional(),
});
export const routerBody = z.looseObject({
  name: resourceName,
  network: z.string(),
  nats: z.array(natBody).default([]),
});

/** `natIps` holds keys of addresses, `ips` their IPs. */
export type Nat = z.output<typeof natBody> & { readonly ips: readonly string[] };

/** A Cloud Router with its NATs. `network` is a key. */
export type Router = Resource & {
  readonly network: string;
  readonly nats: readonly Nat[];
  readonly fields: Readonly<Record<string, unknown>>;
};
