import type { CloudNetwork, FirewallMatch, FirewallRule, NetworkInstance } from "../../network-view.ts";
import { interfaceOf } from "../place.ts";

/**
 * The router's packet rules for nft, in the place of all earlier ones: 1:1 NAT of external addresses, the NAT of those
 * without one, and the firewall of instances. As on GCE, the firewall sees addresses as they are after NAT, lets in
 * only what a rule allows, and lets replies pass. `10.0.0.0/8` is inside, everything else outside.
 */
export function nftRules({ instances, firewall, nats }: CloudNetwork): string {
  const external = instances.flatMap((one) =>
    one.externalIp === null ? [] : [`${one.externalIp} : ${one.internalIp}`],
  );
  const sources = instances.flatMap((one) => {
    const nat = nats.find(({ project, region }) => project === one.project && region === one.region);
    const from = one.externalIp ?? nat?.ip;
    return from === undefined ? [] : [`${one.internalIp} : ${from}`];
  });
  const ingress = firewall.flatMap((rule) => ingressRules(rule, instances));
  return `table ip quorate
delete table ip quorate
table ip quorate {
  map external {
    type ipv4_addr : ipv4_addr
${elements(external)}  }
  map sources {
    type ipv4_addr : ipv4_addr
${elements(sources)}  }
  chain steer {
    type filter hook prerouting priority mangle
    iifname "balancer" ct state new ct mark set 1
    iifname != "balancer" ct mark 1 meta mark set 1
  }
  chain destination {
    type nat hook prerouting priority dstnat
    dnat to ip daddr map @external
  }
  chain source {
    type nat hook postrouting priority srcnat
    ct original ip daddr 10.0.0.0/8 accept
    snat to ip saddr map @sources
  }
  chain forward {
    type filter hook forward priority filter
    iifname "client" ct original ip daddr 10.0.0.0/8 drop
  }
  chain firewall {
    type filter hook postrouting priority 150
    oifname "i*" jump ingress
    oifname != "i*" ct original ip daddr != 10.0.0.0/8 ip saddr 10.0.0.0/8 drop
  }
  chain ingress {
    ct state established,related accept
${ingress.map((line) => `    ${line}\n`).join("")}    drop
  }
}
`;
}

function elements(entries: readonly string[]): string {
  return entries.length === 0 ? "" : `    elements = { ${entries.join(", ")} }\n`;
}

/** One line for each source and match: ranges that overlap would not fit into one set. */
function ingressRules(rule: FirewallRule, instances: readonly NetworkInstance[]): readonly string[] {
  const tagged = (tags: readonly string[]) =>
    instances.filter((one) => one.project === rule.project && one.tags.some((tag) => tags.includes(tag)));
  const all = instances.filter((one) => one.project === rule.project);
  const targets = (rule.targetTags.length > 0 ? tagged(rule.targetTags) : all).map(({ id }) => interfaceOf(id));
  if (targets.length === 0) return [];
  const ranges = rule.sourceRanges.filter((range) => !range.includes(":"));
  const sources = [...ranges, ...tagged(rule.sourceTags).map((one) => one.internalIp)];
  return sources.flatMap((source) =>
    rule.matches.map(
      (match) =>
        `oifname { ${targets.join(", ")} } ip saddr ${source} ${portMatch(match)}${rule.allow ? "accept" : "drop"} comment "${rule.name}"`,
    ),
  );
}

function portMatch({ protocol, ports }: FirewallMatch): string {
  if (protocol === "all") return "";
  return ports.length === 0 ? `meta l4proto ${protocol} ` : `${protocol} dport { ${ports.join(", ")} } `;
}
