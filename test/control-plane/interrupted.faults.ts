import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import { canMakeNamespaces } from "../kit/local-cloud/namespace-cloud.ts";
import { random } from "../kit/random.ts";
import type { Run } from "../kit/run/run.ts";
import { seedOf } from "../kit/seed.ts";
import { ControlPlaneLab, patience } from "./control-plane-lab.ts";
import { flawless, historyFlaws } from "./history-flaws.ts";

const one = { zones: "b" } as const;
const three = { zones: "bcd" } as const;
const kills = 6;
/** Writes of one run that may pass before it is killed. */
const mostWrites = 9;
const faults = ["unavailable", "connection-reset", "too-many-requests", "internal-error"] as const;
/** Calls of one kind of fault: the fault strikes one in so many. */
const mostCalls = 40;

// A sample, on real control planes with clients, of what test/proof/crash and test/proof/faults do on the simulation.
(canMakeNamespaces ? describe : describe.skip)("R1 to R6, R9, R11: interrupted changes of a real control plane", () => {
  const seed = seedOf(process.env["QUORATE_SEED"]);
  const next = random(seed);
  const drawn = (most: number) => 1 + Math.floor(next() * most);
  let lab: ControlPlaneLab;
  let created = 0;

  beforeAll(async () => {
    process.stderr.write(`interrupted where QUORATE_SEED=${seed} says\n`);
    lab = await ControlPlaneLab.open();
    await lab.apply(one);
    created = lab.bench.mark;
    await lab.clients.start();
  }, patience);
  afterAll(async () => lab?.close(), patience);

  /** Kills a run with all that it has started after some of its writes, unless it has ended before. */
  async function killAfter(writes: number, run: Run, mark: number): Promise<void> {
    let ended = false;
    void run.ended.finally(() => {
      ended = true;
    });
    await lab.until(`${writes} writes`, async () => {
      const made = lab.bench.journal(mark).filter((entry) => entry.kind === "call");
      return ended || made.length >= writes;
    });
    if (!ended) await run.kill();
  }

  test(
    "one to three, killed again and again: each run goes on from where the last one died",
    async () => {
      const file = await lab.bench.write(three);
      for (let count = 0; count < kills; count++) {
        const mark = lab.bench.mark;
        await killAfter(drawn(mostWrites), lab.start("apply", file), mark);
      }
      await lab.apply(three);
    },
    patience,
  );

  test.each(faults)(
    "three to one and back while calls are answered with %s: run again, it arrives",
    async (kind) => {
      for (const wanted of [one, three]) {
        lab.bench.cloud.inject({ kind, nth: drawn(mostCalls), count: 2 });
        await lab.start("apply", await lab.bench.write(wanted)).ended;
        lab.bench.cloud.clearFaults();
        await lab.apply(wanted);
      }
    },
    patience,
  );

  test(
    "nothing that was acknowledged is lost, nothing stale was read, no rule was broken",
    async () => {
      const present = await lab.clients.stop();
      expect(await historyFlaws(lab.clients.history, present)).toEqual(flawless);
      const { violations } = judgeJournal(lab.bench.journal(), { cluster: "life", created });
      // A call whose answer was lost is made again, and refused.
      expect(violations.filter(({ rule }) => rule !== "refused-call")).toEqual([]);
    },
    patience,
  );
});
