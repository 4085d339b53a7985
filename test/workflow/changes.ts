import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { JournalEntry } from "../../src/local-cloud/journal.ts";
import type { Wanted } from "../kit/cluster/cluster-text.ts";
import { ask, compute, endpointIp, expectedRest, restOf } from "../kit/journal/inventory.ts";
import { judgeJournal, type Verdict } from "../kit/journal/journal-oracle.ts";
import type { Violation } from "../kit/journal/violation.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

const bigger = { machineType: "e2-standard-8", etcdDiskGb: 60 };

const life: readonly (readonly [string, Wanted])[] = [
  ["one replica", { zones: "b" }],
  ["three", { zones: "bcd" }],
  ["five", { zones: "bcdbc" }],
  ["two, which the file accepts", { zones: "bc", acceptTwoReplicas: true }],
  ["one again", { zones: "b" }],
  ["the one under another name", { zones: "b", names: ["solo"] }],
  [
    "of another machine type with a bigger disk, the outage accepted",
    { zones: "b", names: ["solo"], acceptOutage: true, ...bigger },
  ],
  ["three again", { zones: "bcd", names: ["solo", "life-c", "life-d"], ...bigger }],
  ["one of them in another zone", { zones: "bcc", names: ["solo", "life-c", "life-d"], ...bigger }],
  ["one of them under another name", { zones: "bcc", names: ["solo", "life-x", "life-d"], ...bigger }],
  ["all of another machine type", { zones: "bcc", names: ["solo", "life-x", "life-d"], etcdDiskGb: 60 }],
];

/** Every change that people make, one after another, applied with the load balancer as the mode says. */
export function describeChanges(loadBalancer: NonNullable<Wanted["loadBalancer"]>, moves: readonly string[]): void {
  describe(`A2, A3, A6, R1 to R12: every change that people make, with the load balancer ${loadBalancer}`, () => {
    let bench: Workbench;
    let ip: string | undefined;
    /** The journal's entries of the one change that takes the only voter down, as its file accepts. */
    let outage = { from: 0, to: 0 };

    beforeAll(async () => {
      bench = await Workbench.open();
    }, 900_000);
    afterAll(() => bench.close());

    test.each(life)(
      "%s: applying ends at rest, and then neither Quorate nor Terraform has anything to do",
      async (_, change) => {
        const wanted = { ...change, loadBalancer };
        const from = bench.mark;
        await bench.apply(wanted);
        expect(deadAtEnd(bench.journal(from))).toEqual([]);
        if (wanted.acceptOutage) outage = { from, to: bench.mark };
        expect(await restOf(bench.cloud)).toEqual(expectedRest(wanted.zones, wanted));
        const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
        expect({ plan: plan.code, terraform: terraform.code }).toEqual({ plan: 0, terraform: 0 });
        ip ??= await endpointIp(bench.cloud);
        expect(await endpointIp(bench.cloud)).toBe(ip);
      },
      patience,
    );

    test("the machines and the disks are what the file asks for", async () => {
      const instance = await ask(bench.cloud, compute("zones/europe-west1-c/instances/life-x"));
      expect(instance).toMatchObject({ status: "RUNNING", machineType: expect.stringMatching(/e2-standard-4$/) });
      const disk = await ask(bench.cloud, compute("zones/europe-west1-b/disks/solo-etcd"));
      expect(disk).toMatchObject({ sizeGb: "60" });
    });

    test("no call of all that broke a safety rule, and the IP moved only where it had to", () => {
      const verdict: Verdict = judgeJournal(bench.journal(), { cluster: "life" });
      const accepted = ({ rule, sequence }: Violation) =>
        rule === "quorum-lost" && sequence > outage.from && sequence <= outage.to;
      expect(verdict.violations.filter((violation) => !accepted(violation))).toEqual([]);
      expect(verdict.moves.map(({ from, to }) => `${from} → ${to}`)).toEqual(moves);
    });
  });
}

/** The voters that did not live when the run that wrote these entries let go of its lock. */
function deadAtEnd(journal: readonly JournalEntry[]): readonly string[] {
  const end = journal.findLast(
    (entry) => entry.kind === "call" && entry.method === "DELETE" && entry.resource?.endsWith("/quorate.lock"),
  );
  if (end === undefined) throw new Error("The run has not let go of its lock");
  return end.facts.clusters.flatMap(({ voters, aliveVoters }) => voters.filter((name) => !aliveVoters.includes(name)));
}
