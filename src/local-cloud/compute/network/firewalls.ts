import type * as z from "zod";
import type { Collection } from "../collection.ts";
import { link, parseBody, referenceKey } from "../resource.ts";
import { identify, requested, type Write } from "../write.ts";
import { type Firewall, firewallBody } from "./firewall.ts";
import { requireNetwork } from "./network.ts";

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
