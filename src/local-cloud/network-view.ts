import { healthCheckTarget, type Probe } from "./compute/balancing/probe.ts";
import { lastPart, placeOf, regionOf } from "./compute/resource.ts";
import type { Store } from "./store.ts";

/** An instance's place in its network. */
export interface NetworkInstance {
  readonly id: string;
  readonly internalIp: string;
  readonly externalIp: string | null;
  readonly tags: readonly string[];
  readonly project: string;
  readonly region: string;
}

/** What a firewall rule allows or denies; `ports` holds numbers and ranges such as `80-90`, and is empty for all. */
export interface FirewallMatch {
  readonly protocol: string;
  readonly ports: readonly string[];
}

/** An ingress firewall rule that is in force. Empty `targetTags`: every instance. */
export interface FirewallRule {
  readonly name: string;
  readonly project: string;
  readonly priority: number;
  readonly allow: boolean;
  readonly matches: readonly FirewallMatch[];
  readonly sourceRanges: readonly string[];
  readonly sourceTags: readonly string[];
  readonly targetTags: readonly string[];
}

/** A forwarding rule with all that it leads to. */
export interface Balancer {
  /** The forwarding rule's numeric ID. */
  readonly id: string;
  readonly name: string;
  readonly ip: string;
  readonly ports: readonly string[];
  readonly probe: Probe | null;
  readonly drainingSeconds: number;
  /** IDs of the instances that get traffic while they are healthy. */
  readonly backends: readonly string[];
}

/** The addresses that a region's instances without external ones come from. */
export interface NetworkNat {
  readonly project: string;
  readonly region: string;
  readonly ip: string;
}

/** All that decides how packets flow. */
export interface CloudNetwork {
  readonly instances: readonly NetworkInstance[];
  readonly firewall: readonly FirewallRule[];
  readonly balancers: readonly Balancer[];
  readonly nats: readonly NetworkNat[];
}

/** Reads the network from the store. */
export function networkOf(store: Store): CloudNetwork {
  return {
    instances: store.instances.values().map((instance) => {
      const [nic] = instance.networkInterfaces;
      const place = placeOf(instance.key);
      return {
        id: instance.id,
        internalIp: nic?.networkIP ?? "",
        externalIp: nic?.accessConfigs[0]?.natIP ?? null,
        tags: instance.tags,
        project: place.project,
        region: regionOf(place),
      };
    }),
    firewall: firewallOf(store),
    balancers: store.forwardingRules.values().map((rule) => {
      const service = store.backendServices.get(rule.backendService);
      const check = store.healthChecks.get(service?.healthChecks[0] ?? "");
      const groups = (service?.backends ?? []).flatMap(({ group }) => store.instanceGroups.get(group) ?? []);
      const members = groups.flatMap((group) => group.instances.flatMap((key) => store.instances.get(key) ?? []));
      return {
        id: rule.id,
        name: lastPart(rule.key),
        ip: rule.IPAddress,
        ports: rule.ports ?? (rule.portRange ? [rule.portRange] : []),
        probe: check === undefined ? null : healthCheckTarget(check),
        drainingSeconds: Number(Object(service?.["connectionDraining"])["drainingTimeoutSec"] ?? 0),
        backends: members.map((instance) => instance.id).sort(),
      };
    }),
    nats: store.routers.values().flatMap((router) => {
      const place = placeOf(router.key);
      return router.nats.flatMap(({ ips: [ip] }) =>
        ip === undefined ? [] : [{ project: place.project, region: regionOf(place), ip }],
      );
    }),
  };
}

function firewallOf(store: Store): readonly FirewallRule[] {
  return store.firewalls
    .values()
    .filter((rule) => rule.direction === "INGRESS" && !rule.disabled)
    .flatMap((rule) =>
      [true, false].map((allow) => ({
        name: rule.name,
        project: placeOf(rule.key).project,
        priority: rule.priority,
        allow,
        matches:
          (allow ? rule.allowed : rule.denied)?.map(({ IPProtocol, ports = [] }) => ({
            protocol: IPProtocol,
            ports,
          })) ?? [],
        sourceRanges: rule.sourceRanges ?? [],
        sourceTags: rule.sourceTags ?? [],
        targetTags: rule.targetTags ?? [],
      })),
    )
    .filter((rule) => rule.matches.length > 0)
    .sort((a, b) => a.priority - b.priority || Number(a.allow) - Number(b.allow));
}
