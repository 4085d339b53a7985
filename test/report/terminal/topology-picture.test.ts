import { describe, expect, test } from "@jest/globals";
import { renderTopology, renderTransition } from "../../../src/report/terminal/topology-picture.ts";
import { withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { balancer, replica, topology } from "../plan-fixtures.ts";

const wide = { color: false, width: 100 };

describe("the picture of a topology", () => {
  test("has a box per zone, and marks for etcd members, backends and the holder of the IP", () => {
    const one = withEndpoint(topology("bc"), { backends: ["prod-c"] });
    expect(renderTopology(one, wide)).toBe(
      [
        "    endpoint → prod-b",
        "    ┌ europe-west1-b ┐ ┌ europe-west1-c ┐",
        "    │   prod-b   ● ★ │ │   prod-c   ●◆  │",
        "    └────────────────┘ └────────────────┘",
        "    ● etcd member   ◆ backend   ★ holds the endpoint's IP",
        "",
      ].join("\n"),
    );
  });

  test("zones break into further rows where the terminal is narrow, and stay within it", () => {
    const lines = renderTopology(topology("bcd"), { color: false, width: 50 }).split("\n");
    expect(lines.filter((line) => line.includes("┌"))).toHaveLength(2);
    expect(lines.filter((line) => /[┌│└]/.test(line)).every((line) => line.length <= 50)).toBe(true);
  });

  test("replicas of one zone stand in one box", () => {
    const two = topology("b", { replicas: [replica("b"), replica("b", { name: "prod-b2" })] });
    expect(renderTopology(two, wide)).toMatch(/│ {3}prod-b {3}● ★ │\n {4}│ {3}prod-b2 {6}│/);
  });

  test.each([
    [{ address: { on: "none" } as const }, "endpoint → nobody holds the IP"],
    [{ address: { on: "loadBalancer" } as const }, "endpoint → load balancer → no backend"],
    [
      { address: { on: "loadBalancer" } as const, backends: ["prod-b", "prod-c"] },
      "endpoint → load balancer → prod-b, prod-c",
    ],
    [balancer("bc"), "load balancer built, without the IP"],
  ])("%j reads: %s", (parts, words) => {
    expect(renderTopology(withEndpoint(topology("bc"), parts), wide)).toContain(`${words}\n`);
  });

  test("a member whose instance is gone is named, with what is left of it (A5)", () => {
    const disk = { type: "pd-ssd", sizeGb: 50, zone: "europe-west1-c" };
    const left = topology("b", {
      members: ["prod-b", "prod-c"],
      remains: [{ name: "prod-c", etcdDisk: disk, address: true }],
    });
    expect(renderTopology(left, wide)).toContain(
      "without an instance: prod-c (etcd member, data disk, reserved address)",
    );
  });
});

describe("the picture of a transition", () => {
  const [before, after] = renderTransition(topology("bc"), topology("bd"), wide).split("  After\n");

  test("has the same columns on both sides", () => {
    const zones = (text?: string) => text?.split("\n").find((line) => line.includes("┌"));
    expect(zones(before)).toBe(zones(after));
  });

  test("marks what goes before and what comes after", () => {
    expect(before).toContain("│ - prod-c");
    expect(before).not.toContain("prod-d");
    expect(after).toContain("│ + prod-d");
    expect(after).not.toContain("prod-c");
    expect(`${before}${after}`).not.toMatch(/[-+~] prod-b/);
  });

  test("marks a replica whose settings change", () => {
    const bigger = topology("b", { replicas: [replica("b", { machineType: "e2-standard-8" })] });
    expect(renderTransition(topology("b"), bigger, wide)).toContain("│ ~ prod-b");
  });

  test("a cluster that does not exist is said to be none", () => {
    expect(renderTransition(null, topology("b"), wide)).toMatch(/Before\n {4}no cluster\n/);
    expect(renderTransition(topology("b"), null, wide)).toMatch(/After\n {4}no cluster\n/);
  });
});
