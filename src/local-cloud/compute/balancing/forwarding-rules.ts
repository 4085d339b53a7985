import type * as z from "zod";
import { invalid, notFound } from "../../cloud-error.ts";
import type { Collection } from "../collection.ts";
import { externalIpUsers } from "../in-use.ts";
import { labelFingerprint, setLabels } from "../labels.ts";
import { claimExternalIp, freeExternalIp } from "../network/ip-allocation.ts";
import { fingerprint, link, parseBody, referenceKey } from "../resource.ts";
import { identify, type Write } from "../write.ts";
import { type ForwardingRule, forwardingRuleBody } from "./forwarding-rule.ts";

export const forwardingRules: Collection<ForwardingRule> = {
  name: "forwardingRules",
  kind: "compute#forwardingRule",
  level: "regions",
  table: (store) => store.forwardingRules,
  create: (write, body) => {
    const request = parseBody(forwardingRuleBody, { loadBalancingScheme: "EXTERNAL", ...Object(body) });
    const identity = identify(write, "forwardingRules", request.name);
    const backendService = referenceKey("resource.backendService", request.backendService, write.place.project);
    const service = write.store.backendServices.get(backendService);
    if (service === undefined) throw notFound(backendService);
    if (service.loadBalancingScheme !== "EXTERNAL")
      throw invalid("resource.backendService", backendService, "The load balancing schemes do not match.");
    return { ...request, ...identity, backendService, IPAddress: addressOf(write, request, identity.key) };
  },
  view: (_store, rule) => ({
    backendService: link(rule.backendService),
    labelFingerprint: labelFingerprint(rule),
    fingerprint: fingerprint(rule),
  }),
  actions: { setLabels },
};

/** The rule's IP: the one that it names, directly or by a reserved address's link, or any free one. */
function addressOf(write: Write, request: z.output<typeof forwardingRuleBody>, user: string): string {
  const { store, place } = write;
  const wanted = request.IPAddress;
  if (!wanted) return freeExternalIp(store);
  const field = "resource.IPAddress";
  const byLink = wanted.includes("/") ? referenceKey(field, wanted, place.project) : undefined;
  const address = byLink === undefined ? undefined : store.addresses.get(byLink);
  if (byLink !== undefined && address === undefined) throw notFound(byLink);
  const ip = claimExternalIp(
    store,
    field,
    address?.address ?? wanted,
    userFor(write, request, user, address?.address ?? wanted),
  );
  const tier = store.addresses.values().find((candidate) => candidate.address === ip)?.networkTier;
  if (tier !== request.networkTier)
    throw invalid("resource.networkTier", request.networkTier, `The address is of tier ${tier}.`);
  return ip;
}

/** Rules may share an IP as long as their ports differ: then the other rule counts as the user itself. */
function userFor({ store }: Write, request: z.output<typeof forwardingRuleBody>, user: string, ip: string): string {
  const ports = (rule: { ports?: string[] | undefined; portRange?: string | undefined }) =>
    rule.ports ?? [rule.portRange ?? "all"];
  const others = externalIpUsers(store, ip);
  const [other] = others;
  const rule = other === undefined ? undefined : store.forwardingRules.get(other);
  if (others.length !== 1 || rule === undefined) return user;
  return ports(rule).some((port) => ports(request).includes(port)) ? user : rule.key;
}
