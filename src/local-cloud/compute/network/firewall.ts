import { isIP } from "node:net";
import * as z from "zod";
import { type Resource, resourceName } from "../resource.ts";

const cidr = z.string().refine((text) => {
  const [ip = "", bits = "32", ...rest] = text.split("/");
  return rest.length === 0 && isIP(ip) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(ip) === 4 ? 32 : 128);
}, "Must be a valid CIDR range.");
const rule = z.looseObject({ IPProtocol: z.string(), ports: z.array(z.string()).optional() });
export const firewallBody = z.looseObject({
  name: resourceName,
  network: z.string().default("global/networks/default"),
  direction: z.enum(["INGRESS", "EGRESS"]).default("INGRESS"),
  priority: z.number().int().min(0).max(65535).default(1000),
  disabled: z.boolean().default(false),
  sourceRanges: z.array(cidr).optional(),
  sourceTags: z.array(resourceName).optional(),
  targetTags: z.array(resourceName).optional(),
  allowed: z.array(rule).optional(),
  denied: z.array(rule).optional(),
  logConfig: z.looseObject({}).default({ enable: false }),
});

/** A firewall rule. `network` is a key. */
export type Firewall = z.output<typeof firewallBody> & Resource;
