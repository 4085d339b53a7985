import { describe, expect, test } from "@jest/globals";
import { nftRules } from "../../../../src/local-cloud/namespaces/network/nft-rules.ts";
import type { CloudNetwork, FirewallRule, NetworkInstance } from "../../../../src/local-cloud/network-view.ts";

const instance = (number: number, more: Partial<NetworkInstance> = {}): NetworkInstance => ({
  id: `7${String(number).padStart(18, "0")}`,
  internalIp: `10.132.0.${number}`,
  externalIp: null,
  tags: [],
  project: "acme",
  region: "europe-west1",
  ...more,
});
const rule = (more: Partial<FirewallRule> = {}): FirewallRule => ({
  name: "api",
  project: "acme",
  priority: 1000,
  allow: true,
  matches: [{ protocol: "tcp", ports: ["6443"] }],
  sourceRanges: ["203.0.113.0/24"],
  sourceTags: [],
  targetTags: [],
  ...more,
});
const rulesOf = (network: Partial<CloudNetwork>) =>
  nftRules({ instances: [], firewall: [], balancers: [], nats: [], ...network });
const ingress = (network: Partial<CloudNetwork>) =>
  rulesOf(network)
    .split("\n")
    .filter((line) => line.includes("comment"))
    .map((line) => line.trim());

describe("the packet rules of instances in namespaces (D10)", () => {
  test("an external address is translated to its holder's internal one, and back", () => {
    const text = rulesOf({ instances: [instance(2, { externalIp: "203.0.113.9" })] });
    expect(text).toContain("elements = { 203.0.113.9 : 10.132.0.2 }");
    expect(text).toContain("elements = { 10.132.0.2 : 203.0.113.9 }");
  });

  test("without an external address an instance goes out by the NAT of its project and region, or not at all", () => {
    const nats = [{ project: "acme", region: "europe-west1", ip: "203.0.113.1" }];
    const others = [instance(3, { region: "us-east1" }), instance(4, { project: "other" })];
    expect(rulesOf({ instances: [instance(2), ...others], nats })).toContain("elements = { 10.132.0.2 : 203.0.113.1 }");
    expect(rulesOf({ instances: [instance(2)] })).not.toContain("elements");
  });

  test("what no rule allows is dropped", () => {
    expect(rulesOf({ instances: [instance(2)] })).toMatch(
      /chain ingress \{\s+ct state established,related accept\s+drop\s/,
    );
  });

  test("a rule holds for the instances with its target tags, and for all where it names none", () => {
    const instances = [instance(2, { tags: ["cp"] }), instance(3), instance(4, { project: "other" })];
    expect(ingress({ instances, firewall: [rule({ targetTags: ["cp"] })] })).toEqual([
      'oifname { i2 } ip saddr 203.0.113.0/24 tcp dport { 6443 } accept comment "api"',
    ]);
    expect(ingress({ instances, firewall: [rule()] })[0]).toContain("oifname { i2, i3 }");
    expect(ingress({ instances, firewall: [rule({ targetTags: ["nobody"] })] })).toEqual([]);
  });

  test("source tags stand for the tagged instances' addresses, beside the ranges", () => {
    const instances = [instance(2, { tags: ["cp"] }), instance(3, { tags: ["cp"] })];
    const found = ingress({ instances, firewall: [rule({ sourceTags: ["cp"] })] });
    expect(found.map((line) => /ip saddr (\S+)/.exec(line)?.[1])).toEqual([
      "203.0.113.0/24",
      "10.132.0.2",
      "10.132.0.3",
    ]);
  });

  test("all ports, all protocols, and what is denied", () => {
    const lines = (more: Partial<FirewallRule>) => ingress({ instances: [instance(2)], firewall: [rule(more)] });
    expect(lines({ matches: [{ protocol: "udp", ports: [] }] })[0]).toContain("meta l4proto udp accept");
    expect(lines({ matches: [{ protocol: "all", ports: [] }] })[0]).toContain("203.0.113.0/24 accept");
    expect(lines({ allow: false })[0]).toContain("tcp dport { 6443 } drop");
  });
});
