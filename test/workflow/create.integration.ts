import { access } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { expectedRest, restOf } from "../kit/journal/inventory.ts";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

let bench: Workbench;

beforeEach(async () => {
  bench = await Workbench.open();
}, 900_000);
afterEach(() => bench.close());

test(
  "A1, A13: three replicas created at once join one after another, and the IP is the load balancer's from the start",
  async () => {
    await bench.apply({ zones: "bcd" });
    expect(await restOf(bench.cloud)).toEqual(expectedRest("bcd"));
    const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
    expect([plan.code, terraform.code]).toEqual([0, 0]);
    expect(judgeJournal(bench.journal(), { cluster: "life", created: bench.mark })).toEqual({
      moves: [],
      violations: [],
    });
  },
  patience,
);

test(
  "D9: with state in local files and the load balancer there always, one replica grows to three; the IP never moves, and no call goes to a bucket",
  async () => {
    const settings = { backend: "local", loadBalancer: "always" } as const;
    await bench.apply({ zones: "b", ...settings });
    expect(await restOf(bench.cloud)).toEqual(expectedRest("b", { loadBalancer: "always" }));
    await bench.apply({ zones: "bcd", ...settings });
    expect(await restOf(bench.cloud)).toEqual(expectedRest("bcd", { loadBalancer: "always" }));
    const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
    expect([plan.code, terraform.code]).toEqual([0, 0]);
    expect(bench.journal().filter((entry) => entry.kind === "call" && entry.path.includes("storage/v1"))).toEqual([]);
    await access(join(bench.directory, "state", "quorate", "acme-prod", "life", "terraform.tfstate"));
    expect(judgeJournal(bench.journal(), { cluster: "life" })).toEqual({ moves: [], violations: [] });
  },
  patience,
);
