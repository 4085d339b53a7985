import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { endpointIp, expectedRest, inventory, restOf } from "../../kit/journal/inventory.ts";
import { judgeJournal } from "../../kit/journal/journal-oracle.ts";
import { random } from "../../kit/random.ts";
import type { PassingCall } from "../../kit/run/barrier.ts";
import { patience, Workbench } from "../../kit/run/workbench.ts";
import { seedOf } from "../../kit/seed.ts";
import { type Change, commandOf } from "./change.ts";
import { nextCommand } from "./next-command.ts";
import { isRenewal } from "./renewal.ts";
import { hasty } from "./start-states.ts";

/** A change, and a call at which it once could not be gone on from. */
interface Killed extends Change {
  readonly first?: (call: PassingCall) => boolean;
}

/** A life in which each change is killed twice, at writes that are drawn by chance, and then finished. */
const life: readonly Killed[] = [
  { name: "creating one replica", from: "", to: "b", command: "apply" },
  { name: "from one to three", from: "b", to: "bcd", command: "apply" },
  { name: "a replacement", from: "bcd", to: "bcd", command: "replace", subject: "life-b" },
  {
    name: "from three to one",
    from: "bcd",
    to: "b",
    command: "apply",
    // Only the replica that is to leave has been told so: nobody would ever remove it.
    first: ({ path }) => /\/instances\/life-d\/setDeletionProtection\?/.test(path),
  },
];
const killsPerChange = 2;
/** About half of the writes that such a change makes. */
const latestKill = 25;

describe("R11: killed with SIGKILL at any write, and run again", () => {
  // The same each time unless another seed is asked for; `npm run test:exhaustive` kills at every write.
  const seed = seedOf(process.env["QUORATE_SEED"] ?? "7");
  const next = random(seed);
  const draw = () => 1 + Math.floor(next() * latestKill);
  let bench: Workbench;
  let ip: string | undefined;

  beforeAll(async () => {
    process.stdout.write(`killed at writes drawn by QUORATE_SEED=${seed}\n`);
    bench = await Workbench.open({ driver: hasty, provider: "own" });
  }, 900_000);
  afterAll(() => bench.close());

  /** Runs, and kills the run when the cloud has carried out its write number `at` and has not answered it yet. */
  async function killedAt(
    at: number,
    command: readonly string[],
    first?: (call: PassingCall) => boolean,
  ): Promise<void> {
    let writes = 0;
    const held = bench.barrier.hold("after", first ?? ((call) => isWrite(call) && ++writes === at));
    const run = bench.start(command);
    const ended = run.until(`write ${at}`, () => held.call).catch(() => run.ended);
    await ended;
    if (held.call !== undefined) await run.kill();
    held.cut();
    const where = held.call === undefined ? "it ended before" : `${held.call.method} ${held.call.path.split("?")[0]}`;
    process.stdout.write(`  write ${at}: ${where}\n`);
  }

  async function finished(command: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await bench.start(command).ended;
    expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
  }

  test.each(life)(
    "$name: the cluster is as after a run that nothing has happened to",
    async (change) => {
      await bench.write({ zones: change.to });
      const { mark } = bench;
      await killedAt(draw(), commandOf(change), change.first);
      for (let kill = 1; kill < killsPerChange; kill++)
        await killedAt(draw(), nextCommand(change, bench.journal(mark)));
      await finished(nextCommand(change, bench.journal(mark)));
      expect(await restOf(bench.cloud)).toEqual(expectedRest(change.to));
      ip ??= await endpointIp(bench.cloud);
      expect(await endpointIp(bench.cloud)).toBe(ip);
      const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
      expect([plan.code, terraform.code]).toEqual([0, 0]);
    },
    patience,
  );

  test(
    "a deletion: nothing is left, and no safety rule was broken at any moment of this life",
    async () => {
      const deleting = bench.mark;
      const change: Change = { name: "a deletion", from: "b", to: "b", command: "delete" };
      for (let kill = 0; kill < killsPerChange; kill++) await killedAt(draw(), commandOf(change));
      await finished(commandOf(change));
      expect(await inventory(bench.cloud)).toEqual([]);
      const { violations, moves } = judgeJournal(bench.journal(), { cluster: "life", deleting });
      expect(violations).toEqual([]);
      expect(moves.map(({ from, to }) => `${from} → ${to}`)).toEqual([
        "instance life-b → forwardingRule life-api",
        "forwardingRule life-api → instance life-b",
      ]);
    },
    patience,
  );
});

/** Whether a call may change something in the cloud, and is made in every run alike. */
function isWrite(call: PassingCall): boolean {
  const { method, path } = call;
  const reads =
    method === "GET" || method === "HEAD" || /\/listInstances|:getIamPolicy|\/operations\/[^/]+\/wait/.test(path);
  return !reads && !isRenewal(call);
}
