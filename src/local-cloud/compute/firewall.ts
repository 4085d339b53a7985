import { isIP } from "node:net";
import * as z from "zod";
import type { Collection } from "./collection.ts";
import { requireNetwork } from "./network.ts";
import {
  identify,
  link,
  parseBody,
  type Resource,
  referenceKey,
  requested,
  resourceName,
  type Write,
} from "./resource.ts";

const cidr = z.string().refine((text) => {
  const [ip = "", bits = "32", ...rest] = text.split("/");
  return rest.length === 0 && isIP(ip) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(ip) === 4 ? 32 : 128);
}, "Must be a valid CIDR range.");
const rule = z.looseObject({ IPProtocol: z.string(), ports: z.array(z.string()).optional() });
const firewallBody = z.looseObject({
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

export const firewalls: Collection<Firewall> = {
  name: "firewalls",
  kind: "compute#firewall",
  level: "global",
  table: (store) => store.firewalls,
  create: (write, body) => {
    const request = parsed(write, body);
    return { ...request, ...identify(write, "firewalls", request.name) };
  },
  view: (_store, firewall) => ({ network: link(firewall.network) }),
  update: (write, firewall, body) => {
    const { key, id, name, creationTimestamp } = firewall;
    const merged = requested(write, firewall, body);
    return { ...parsed(write, merged), key, id, name, creationTimestamp };
  },
};

function parsed(write: Write, body: unknown): z.output<typeof firewallBody> {
  const request = parseBody(firewallBody, body);
  const network = requireNetwork(referenceKey("resource.network", request.network, write.place.project));
  const anywhere = request.direction === "INGRESS" && !request.sourceRanges?.length && !request.sourceTags?.length;
  return { ...request, network, ...(anywhere ? { sourceRanges: ["0.0.0.0/0"] } : {}) };
}
