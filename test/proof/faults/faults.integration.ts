import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { FaultRequest } from "../../../src/local-cloud/faults/fault.ts";
import { endpointIp, expectedRest, restOf } from "../../kit/journal/inventory.ts";
import { judgeJournal } from "../../kit/journal/journal-oracle.ts";
import type { Ended } from "../../kit/run/run.ts";
import { patience, Workbench } from "../../kit/run/workbench.ts";
import { hasty } from "../crash/start-states.ts";

const instances = { method: "POST", path: "/instances\\?" };
let bench: Workbench;
let ip: string | undefined;

beforeAll(async () => {
  bench = await Workbench.open({ driver: hasty });
  await bench.write({ zones: "b" });
  expect(await apply()).toMatchObject({ code: 0 });
  ip = await endpointIp(bench.cloud);
  await bench.write({ zones: "bcd" });
}, 900_000);
afterAll(() => bench.close());

const apply = (): Promise<Ended> => bench.startApply().ended;

describe("R11: what a retry cannot mend ends the run, with the step, the resource, GCE's words and what to do", () => {
  test.each<[string, FaultRequest, RegExp, RegExp]>([
    [
      "quota",
      { kind: "quota-exceeded", ...instances },
      /google_compute_instance\.replica_life-c: .*Quota 'CPUS' exceeded\. Limit: 24\.0 in region europe-west1/,
      /Ask for more of this quota/,
    ],
    [
      "stock-out",
      { kind: "stock-out", ...instances },
      /google_compute_instance\.replica_life-c: .*The zone 'projects\/acme-prod\/zones\/europe-west1-c' does not have enough/,
      /another zone or machine type in the cluster file/,
    ],
    [
      "permission",
      { kind: "permission-denied", ...instances },
      /google_compute_instance\.replica_life-c: .*Required 'compute\.instances\.create' permission for/,
      /Grant the permission that the message names/,
    ],
    [
      "in-use",
      { kind: "in-use", ...instances },
      /google_compute_instance\.replica_life-c: .*is already being used by/,
      /See who uses it/,
    ],
  ])(
    "%s",
    async (code, fault, words, remedy) => {
      bench.cloud.inject(fault);
      const { code: exit, stderr } = await apply();
      expect(exit).toBe(1);
      expect(stderr).toMatch(new RegExp(`^Error: In step \\d+, .*: terraform apply: .* \\[${code}\\]$`, "m"));
      expect(stderr).toMatch(words);
      expect(stderr).toMatch(remedy);
      expect(bench.cloud.faults().at(-1)).toMatchObject({ struck: 1 });
    },
    patience,
  );
});

describe("what passes by itself is tried again, and the same command goes on from there", () => {
  test(
    "overload, failures within Google, answers that are lost, a failed operation: the run gets over them all",
    async () => {
      bench.cloud.clearFaults();
      const faults: readonly FaultRequest[] = [
        { kind: "too-many-requests", retryAfter: 1, ...instances },
        { kind: "connection-reset", carriedOut: true, method: "POST", path: "/disks\\?" },
        { kind: "unavailable", method: "POST", path: "name=.*tflock", carriedOut: true, nth: 2 },
        { kind: "no-answer", seconds: 0.1, method: "DELETE", path: "tflock", nth: 2 },
        { kind: "no-answer", seconds: 0.1, method: "DELETE", path: "tflock", nth: 7, carriedOut: true },
        { kind: "bad-gateway", method: "POST", path: "/addInstances\\?" },
        // Created, but not to its end: Terraform calls it tainted then, and would replace it.
        { kind: "no-answer", seconds: 0.1, method: "POST", path: "/addresses/life-c/setLabels\\?" },
        { kind: "no-answer", seconds: 0.1, method: "POST", path: "/forwardingRules/life-api/setLabels\\?" },
        { kind: "operation-fails", method: "POST", path: "/instanceGroups\\?" },
        { kind: "no-answer", seconds: 1, method: "GET", path: "getGuestAttributes" },
        { kind: "internal-error", method: "GET", path: "/instances/life-b\\?" },
      ];
      for (const fault of faults) bench.cloud.inject(fault);
      const { code, stdout, stderr } = await apply();
      expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
      expect(stdout + stderr).toMatch(/Trying again in 2 s/);
      expect(bench.cloud.faults().map(({ kind, struck }) => [kind, struck])).toEqual(
        faults.map(({ kind }) => [kind, 1]),
      );
    },
    patience,
  );

  test(
    "in the end the cluster is as if nothing had happened, and no safety rule was broken at any moment",
    async () => {
      bench.cloud.clearFaults();
      expect(await restOf(bench.cloud)).toEqual(expectedRest("bcd"));
      expect(await endpointIp(bench.cloud)).toBe(ip);
      const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
      expect([plan.code, terraform.code]).toEqual([0, 0]);
      const { violations, moves } = judgeJournal(bench.journal(), { cluster: "life" });
      // A call that was carried out and is made again is refused: that is what these faults are about.
      expect(violations.filter(({ rule }) => rule !== "refused-call")).toEqual([]);
      expect(moves.map(({ from, to }) => `${from} → ${to}`)).toEqual(["instance life-b → forwardingRule life-api"]);
    },
    patience,
  );
});
