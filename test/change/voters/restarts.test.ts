import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { sick, story } from "../../kit/cluster/torn-state.ts";

const plain = { kind: "none" } as const;

describe("R12: restarts", () => {
  const effects = (from: string, to: string, acceptOutage: boolean) =>
    planChange(atRest(from), atRest(to), { kind: "none", acceptOutage }).steps.map(
      ({ kind, subject, endpoint, title }) => [`${kind} ${subject}`, endpoint.interruption, title] as const,
    );

  test("of one of three are no interruption: it is drained before", () => {
    expect(effects("b c d", "b! c d", false)).toEqual([
      ["drain-backend prod-b", "none", "Take prod-b out of the load balancer"],
      ["update-replica prod-b", "none", "Restart prod-b as e2-standard-8 (it is e2-standard-4)"],
      ["attach-backend prod-b", "none", "Let the load balancer send traffic to prod-b"],
    ]);
  });

  test("of one or both of two are outages", () => {
    expect(effects("b c", "b! c!", true).map(([step, interruption]) => [step, interruption])).toEqual([
      ["update-replica prod-b", "outage"],
      ["update-replica prod-c", "outage"],
    ]);
  });

  test.each([
    ["b", "b!", "one voter"],
    ["b c", "b! c", "two voters"],
  ])("an outage of %s is refused unless the file accepts it", (from, to, size) => {
    const { steps, diagnostics } = planChange(atRest(from), atRest(to));
    expect(steps).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: "error", code: "Q057", message: expect.stringContaining(size) }]);
  });

  test("a replica that is down may restart while the others are a quorum", () => {
    const three = atRest("b c d");
    expect(story(three, atRest("b! c d"), plain, sick(three, "b"))).toEqual([
      "drain-backend b",
      "update-replica b",
      "attach-backend b",
    ]);
  });

  test("the newcomers come first, the restarts next, and last those that leave", () => {
    expect(story(atRest("b c d"), atRest("b! c e@d")).filter((step) => !/drain|attach|delete/.test(step))).toEqual([
      "add-replica e",
      "update-replica b",
      "remove-member d",
    ]);
  });

  test.each([
    ["without it they can restart", "b c d e@b", ["remove-member e", "update-replica b"]],
    ["they could restart at once", "b c d e@b f@c", ["remove-member e", "update-replica b", "remove-member f"]],
  ])("with one down that leaves, it leaves before others restart: %s", (_, text, expected) => {
    const from = atRest(text);
    const steps = story(from, atRest("b! c d"), plain, sick(from, "e"));
    expect(steps.filter((step) => !/drain|attach|delete/.test(step))).toEqual(expected);
  });

  test("a replica that is stopped is started before all else, also where it is the only one", () => {
    const stopped = (text: string) => {
      const topology = atRest(text);
      const replicas = topology.replicas.map((each) => (each.name === "prod-b" ? { ...each, running: false } : each));
      return { ...topology, replicas };
    };
    expect(story(stopped("b"), atRest("b"))).toEqual(["update-replica b"]);
    const [start, ...rest] = planChange(stopped("b c d"), atRest("b c d e@b")).steps;
    expect(start).toMatchObject({ kind: "update-replica", title: "Start prod-b, which is stopped" });
    expect(start?.gates.map(({ when }) => when)).toEqual(["after", "after", "after"]);
    expect(start?.after).toEqual(atRest("b c d"));
    expect(rest.map(({ kind }) => kind)).toEqual(["add-replica", "attach-backend"]);
  });

  test("while the only holder of the IP is stopped and started, nobody serves", () => {
    const [one, two] = [atRest("b"), atRest("b c")];
    const stop = (topology: Topology, letter: string) => ({
      ...topology,
      replicas: topology.replicas.map((each) => (each.name === `prod-${letter}` ? { ...each, running: false } : each)),
    });
    const interruption = (from: Topology, to: Topology) => planChange(from, to).steps[0]?.endpoint.interruption;
    expect(interruption(stop(one, "b"), one)).toBe("outage");
    expect(interruption(stop(withEndpoint(two, { address: { on: "replica", name: "prod-b" } }), "c"), two)).toBe(
      "none",
    );
  });
});
