import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask, compute } from "../kit/journal/inventory.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

// Without a quorum the one that runs does not look healthy either, and nobody can vote before another one is started.
describe("R11, R12: two of three replicas that somebody has stopped", () => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await Workbench.open();
    await bench.apply({ zones: "bcd" });
    for (const name of ["life-c", "life-d"]) {
      const path = `zones/europe-west1-${name.at(-1)}/instances/${name}/stop`;
      await ask(bench.cloud, compute(path), "POST");
    }
  }, patience);
  afterAll(() => bench.close());

  test(
    "are started one after another by an apply, and it ends when a quorum agrees that they vote",
    async () => {
      const said = await bench.apply({ zones: "bcd" });
      expect(said).toMatch(/Start life-c[\s\S]*Start life-d/);
      const status = await bench.quorate(["status", "cluster.yaml"]);
      expect(status.code).toBe(0);
    },
    patience,
  );

  test(
    "and then there is nothing to do, for Quorate and for Terraform",
    async () => {
      const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
      expect([plan.code, terraform.code]).toEqual([0, 0]);
    },
    patience,
  );
});
