import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";
import { sick, story } from "../kit/cluster/torn-state.ts";

const plain = { kind: "none" } as const;

/** Who leaves and who comes, in order. */
function comesAndGoes(from: Topology, to: Topology, letters = ""): string[] {
  return story(from, to, plain, sick(from, letters)).filter((step) => /^(add-replica|remove-member|Q)/.test(step));
}

describe("R2: the cluster is never smaller than it has to be", () => {
  test("newcomers come before others leave", () => {
    expect(comesAndGoes(atRest("b c d"), atRest("b c e@d"))).toEqual(["add-replica e", "remove-member d"]);
  });

  test("also where there are six; with seven members one has to leave first", () => {
    const six = "b c d e@b f@c";
    expect(comesAndGoes(atRest(`${six} g@d`), atRest(`${six} i@d`))).toEqual(["add-replica i", "remove-member g"]);
    const from = atRest(`${six} g@d h@b`);
    expect(comesAndGoes(from, atRest(`${six} g@d i@b`))).toEqual(["remove-member h", "add-replica i"]);
  });

  test("with a member down one that leaves goes first, because etcd refuses additions then", () => {
    expect(comesAndGoes(atRest("b c d"), atRest("b c e@d"), "d")).toEqual(["remove-member d", "add-replica e"]);
  });

  test("a newcomer goes where the fewest replicas are, so that the cluster is spread early", () => {
    expect(comesAndGoes(atRest("b"), atRest("b x@b c"))).toEqual(["add-replica c", "add-replica x"]);
    expect(comesAndGoes(atRest("b c"), atRest("a@b b c x@c y@d"))).toEqual([
      "add-replica y",
      "add-replica a",
      "add-replica x",
    ]);
  });
});

describe("R2: who leaves first", () => {
  test.each(["e", "f", "b"])("a dead one: %s", (dead) => {
    const [first] = comesAndGoes(atRest("b c d e@b f@c"), atRest("c d"), dead);
    expect(first).toBe(`remove-member ${dead}`);
  });

  test("one that comes back anew, while most others are there", () => {
    const [first] = comesAndGoes(atRest("b c d e@b"), atRest("b@x c d"));
    expect(first).toBe("remove-member b");
  });

  test("one of the zone with the most replicas, and of those the last by name", () => {
    expect(comesAndGoes(atRest("b c d e@b f@b"), atRest("c d"))).toEqual([
      "remove-member f",
      "remove-member e",
      "remove-member b",
    ]);
    const [first] = comesAndGoes(atRest("b d e@b f@c"), atRest("d"));
    expect(first).toBe("remove-member e");
  });
});

describe("R2: what etcd could not decide is refused, with the way out", () => {
  const three = atRest("b c d");
  test.each([
    [
      "an addition while one is down",
      "b c d e@b",
      "c",
      "Q054",
      /prod-e .* while prod-c is/,
      /^Repair prod-c, or remove/,
    ],
    ["a removal while another is down", "b c", "c", "Q053", /prod-d .* 2 of 3/, /^Replace prod-c first with/],
    [
      "a removal without a quorum",
      "b c",
      "c d",
      "Q053",
      /prod-d .* 1 of 3/,
      /^Start or reset the instances of prod-c, prod-d/,
    ],
    [
      "a restart while another is down",
      "b! c d",
      "c",
      "Q053",
      /prod-b .* restarted while prod-c .* no quorum of 3/,
      /^Replace prod-c first with/,
    ],
  ])("%s", (_, to, dead, code, message, remedy) => {
    const { steps, diagnostics } = planChange(three, atRest(to), plain, sick(three, dead));
    expect(steps).toEqual([]);
    expect(diagnostics).toEqual([
      {
        severity: "error",
        code,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      },
    ]);
  });

  test("both others are named where two are down", () => {
    const five = atRest("b c d e@b f@c");
    const { diagnostics } = planChange(five, atRest("b c d e@b f@c g@d"), plain, sick(five, "c d"));
    expect(diagnostics).toMatchObject([{ code: "Q054", message: expect.stringContaining("prod-c, prod-d") }]);
    const removal = planChange(five, atRest("b c d e@b"), plain, sick(five, "c d"));
    expect(removal.diagnostics).toMatchObject([
      { code: "Q053", remedy: expect.stringContaining("Replace prod-c, prod-d first") },
    ]);
  });

  test("unknown is not healthy", () => {
    const health = sick(three, "c", "unknown");
    expect(story(three, atRest("b c"), plain, health)).toEqual(["Q053"]);
  });
});
