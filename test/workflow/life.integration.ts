import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { endpointIp, expectedRest, inventory, restOf } from "../kit/journal/inventory.ts";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

describe("A6, C1, D2, D10: a cluster's whole life, one replica to five and back", () => {
  let bench: Workbench;
  let ip: string | undefined;
  let deleting = 0;

  beforeAll(async () => {
    bench = await Workbench.open({ provider: "whole" });
  }, 900_000);
  afterAll(() => bench.close());

  test.each([
    ["1", "b"],
    ["3", "bcd"],
    ["5", "bcdbc"],
    ["3 again", "bcd"],
    ["1 again", "b"],
  ])(
    "%s: applying ends at rest, and then neither Quorate nor Terraform has anything to do",
    async (_, zones) => {
      await bench.apply({ zones });
      expect(await restOf(bench.cloud)).toEqual(expectedRest(zones));
      const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
      expect(plan).toMatchObject({ code: 0 });
      expect(terraform).toMatchObject({ code: 0 });
      ip ??= await endpointIp(bench.cloud);
      expect(await endpointIp(bench.cloud)).toBe(ip);
    },
    patience,
  );

  test(
    "applying once more changes nothing and says so",
    async () => {
      const before = bench.journal().filter(({ kind }) => kind === "call").length;
      const said = await bench.apply({ zones: "b" });
      expect(said).toMatch(/No changes|nothing to do|up to date/i);
      const written = bench
        .journal()
        .filter((entry) => entry.kind === "call")
        .slice(before);
      expect(written.filter((entry) => entry.kind === "call" && entry.path.startsWith("/compute/"))).toEqual([]);
    },
    patience,
  );

  test(
    "A4, R7: deleting it leaves nothing behind, and a plan afterwards creates it anew",
    async () => {
      deleting = bench.mark;
      const { code, stderr } = await bench.quorate(["delete", "cluster.yaml", "--yes"]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(await inventory(bench.cloud)).toEqual([]);
      const plan = await bench.quorate(["plan", "cluster.yaml", "--format", "json"]);
      expect(plan.code).toBe(2);
      expect(JSON.parse(plan.stdout).steps[0].kind).toBe("create");
    },
    patience,
  );

  test("R1 to R9: no call of all that broke a safety rule, and the IP moved twice only", () => {
    const { moves, violations } = judgeJournal(bench.journal(), { cluster: "life", deleting });
    expect(violations).toEqual([]);
    expect(moves.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "instance life-b → forwardingRule life-api",
      "forwardingRule life-api → instance life-b",
    ]);
  });
});
