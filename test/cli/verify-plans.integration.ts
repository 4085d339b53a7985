import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { ask } from "../workflow/inventory.ts";
import { Workbench } from "../workflow/workbench.ts";

jest.setTimeout(300_000);

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
}, 900_000);
afterAll(() => bench.close());

/** The calls that change something, of the cloud and of the bucket that holds the state. */
const writes = (since: number) => bench.journal(since).filter(({ kind }) => kind === "call");

describe("a verified plan (D2) looks and changes nothing", () => {
  test("of a new cluster", async () => {
    const mark = bench.mark;
    const { code, stdout } = await bench.quorate(["plan", await bench.write({ zones: "b" }), "--verify"]);
    expect(stdout).toContain("verified against refreshed state");
    expect(code).toBe(2);
    expect(writes(mark)).toEqual([]);
  });

  test("of one that is as its file asks for, and of a change", async () => {
    await bench.apply({ zones: "b" });
    const mark = bench.mark;
    expect(await bench.quorate(["plan", "cluster.yaml", "--verify"])).toMatchObject({ code: 0 });
    const grown = await bench.quorate(["plan", await bench.write({ zones: "bcd" }), "--verify"]);
    expect(grown).toMatchObject({ code: 2, stdout: expect.stringContaining("grow from 1 to 3 replicas") });
    expect(writes(mark)).toEqual([]);
  });

  test("the plan that was verified is the one that is applied, by its digest", async () => {
    const { stdout } = await bench.quorate(["plan", "cluster.yaml", "--verify", "--format", "json"]);
    const { digest, basis } = JSON.parse(stdout) as { digest: string; basis: string };
    expect(basis).toBe("verified");
    const applied = await bench.quorate(["apply", "cluster.yaml", "--plan", digest, "--gate-timeout", "60"]);
    expect(applied).toMatchObject({ code: 0 });
  });

  test("a replica that is dead is no voter to count on", async () => {
    await ask(bench.cloud, "/local/v1/instances/life-c:kill", "POST");
    const { code, stdout, stderr } = await bench.quorate(["plan", await bench.write({ zones: "bcdbc" }), "--verify"]);
    expect({ code, said: stdout + stderr }).toEqual({ code: 1, said: expect.stringContaining("life-c") });
  });
});
