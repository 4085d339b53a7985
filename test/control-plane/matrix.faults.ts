import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { connectAgain, cutOff } from "../../src/local-cloud/namespaces/cut-off.ts";
import { project, region } from "../kit/cluster/cluster-text.ts";
import { ask, carryOut, compute, expectedRest, factsOf } from "../kit/journal/inventory.ts";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import { canMakeNamespaces } from "../kit/local-cloud/namespace-cloud.ts";
import { ControlPlaneLab, patience } from "./control-plane-lab.ts";
import { flawless, historyFlaws } from "./history-flaws.ts";
import { type Inhabitant, inside } from "./inside.ts";
import { Phases } from "./phases.ts";
import { slowDown } from "./slow-down.ts";

/** Takes all blocks of the data disk, without writing them. */
const fillDataDisk = `
n=0
for size in 1G 64M 4M 256K 4K; do
  while [ $n -lt 1000 ] && fallocate --length $size /var/lib/quorate-etcd/filler-$n; do n=$((n + 1)); done 2> /dev/null
done`;

/** docs/operations.md's shell function `etcdctl`, with the instance's program in the place of the one in etcd's container. */
function documentedEtcdctl(): string {
  const text = readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8");
  const body = /^etcdctl\(\) \{$[\s\S]*?^\}$/m.exec(text)?.[0] ?? "";
  expect(body).toContain("kubectl exec");
  return body.replace(/kubectl exec .* -- etcdctl/, "command etcdctl");
}

const three = { zones: "bcd" } as const;
const names = ["life-b", "life-c", "life-d"];
/** How long a fault lasts: longer than etcd's election time and the load balancer's patience. */
const faultMs = 15_000;
/** A fifth of etcd's election time. */
const delayMs = 200;

// What a control plane of three goes through without anybody's help. Clients write and read all the time. Without root
// there are no namespaces.
(canMakeNamespaces ? describe : describe.skip)("C1 to C6, B4: faults of a real control plane", () => {
  let lab: ControlPlaneLab;
  let created = 0;
  const phases = new Phases();

  beforeAll(async () => {
    lab = await ControlPlaneLab.open();
    await lab.apply(three);
    created = lab.bench.mark;
    await lab.clients.start();
  }, patience);
  afterAll(async () => {
    if (lab === undefined) return;
    process.stderr.write(`\n${await phases.table(lab.clients.history, lab.terraform)}\n\n`);
    await lab.close();
  }, patience);

  /** Three living voters, nobody else, and a write that is acknowledged. */
  async function healthy(): Promise<void> {
    await lab.until("three voters live, and clients are served", async () => {
      const cluster = (await factsOf(lab.bench.cloud)).clusters[0];
      const now = Date.now();
      return (
        String([...(cluster?.aliveVoters ?? [])].sort()) === String(names) &&
        String([...(cluster?.voters ?? [])].sort()) === String(names) &&
        cluster?.learners.length === 0 &&
        lab.clients.history.some(({ kind, error, end }) => kind === "create" && error === null && end > now - 3000)
      );
    });
  }

  async function leader(): Promise<Inhabitant> {
    await lab.until("somebody leads", async () => (await lab.leader()) !== null);
    return lab.instance((await lab.leader()) ?? "");
  }
  async function follower(): Promise<Inhabitant> {
    const led = await lab.leader();
    return lab.instance(names.find((name) => name !== led) ?? "");
  }
  /** The process of a program; empty while there is none. */
  function processOf(where: Inhabitant, program: string): Promise<string> {
    return inside(lab.place, where, `pgrep --exact --oldest '${program.slice(0, 15)}' || true`);
  }

  describe("each alone, and all are well again", () => {
    afterEach(healthy, patience);

    describe.each(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"])(
      "%s of the leader",
      (program) => {
        test(
          "killed (SIGKILL): it is started again",
          async () => {
            const led = await leader();
            const before = await processOf(led, program);
            await phases.measure(`${program} killed`, async () => {
              await inside(lab.place, led, `kill -KILL ${before}`);
              await lab.until(`${program} runs again`, async () => {
                const now = await processOf(led, program);
                return now !== "" && now !== before;
              });
              await healthy();
            });
          },
          patience,
        );

        test(
          "halted (SIGSTOP) for a while: the others serve, and it goes on",
          async () => {
            const led = await leader();
            const pid = await processOf(led, program);
            await phases.measure(`${program} halted for ${faultMs / 1000} s`, async () => {
              await inside(lab.place, led, `kill -STOP ${pid}`);
              await pause(faultMs);
              await inside(lab.place, led, `kill -CONT ${pid} || true`);
              await healthy();
            });
          },
          patience,
        );
      },
    );

    test(
      "Quorate's agent, killed: it is started again, and reports go on",
      async () => {
        const led = await leader();
        const report = async () => JSON.stringify(await lab.report(led.name));
        await inside(lab.place, led, "pkill -KILL --full 'quorate agent'");
        const before = await report();
        await lab.until("it reports again", async () => (await report()) !== before);
      },
      patience,
    );

    test(
      "the leader is cut off in both directions: another leads, and it comes back as a follower",
      async () => {
        const led = await leader();
        await phases.measure(`the leader cut off for ${faultMs / 1000} s`, async () => {
          await cutOff(lab.place, await lab.internalIp(led.name));
          await lab.until("another leads", async () => ![led.name, null].includes(await lab.leader(led.name)));
          await pause(faultMs);
          await connectAgain(lab.place);
          await healthy();
        });
      },
      patience,
    );

    test.each(["saddr", "daddr"] as const)(
      "the leader is cut off in one direction (%s): clients are served again while it lasts",
      async (direction) => {
        const led = await leader();
        const ip = await lab.internalIp(led.name);
        await phases.measure(`the leader cut off in one direction (${direction})`, async () => {
          await cutOff(lab.place, ip, [direction]);
          const from = Date.now();
          await lab.until("a write is acknowledged", async () =>
            lab.clients.history.some(
              ({ kind, error, start }) => kind === "create" && error === null && start > from + 5000,
            ),
          );
          await connectAgain(lab.place);
          await healthy();
        });
      },
      patience,
    );

    test(
      `what the leader sends to others takes ${delayMs} ms longer: clients are served, and nobody loses its vote`,
      async () => {
        const led = await leader();
        const other = await lab.instance(names.find((name) => name !== led.name) ?? "");
        const ip = await lab.internalIp(led.name);
        const connect = `curl --insecure --silent --output /dev/null --write-out '%{time_connect}' https://${ip}:2380 || true`;
        const connectMs = async () => Number(await inside(lab.place, other, connect)) * 1000;
        await phases.measure(`the leader ${delayMs} ms away for ${faultMs / 1000} s`, async () => {
          const from = Date.now();
          const end = await slowDown(lab.place, ip, delayMs);
          try {
            expect(await connectMs()).toBeGreaterThanOrEqual(delayMs);
            await pause(faultMs);
          } finally {
            await end();
          }
          const during = lab.clients.history.filter(({ kind, start }) => kind === "create" && start > from);
          expect(during.filter(({ error }) => error === null).length).toBeGreaterThan(0);
          await healthy();
        });
      },
      patience,
    );

    test(
      "the firewall forgets the peer port: nobody is removed, and with the rule all vote again",
      async () => {
        const path = compute("global/firewalls/life-etcd-peers");
        const rule = await ask(lab.bench.cloud, path);
        await phases.measure(`no rule for etcd's peers for ${faultMs / 1000} s`, async () => {
          await ask(lab.bench.cloud, path, "DELETE");
          await pause(faultMs);
          const { id: _id, selfLink: _link, creationTimestamp: _at, kind: _kind, ...body } = rule;
          await ask(lab.bench.cloud, compute("global/firewalls"), "POST", body);
          await healthy();
        });
      },
      patience,
    );

    test(
      "B4: the leader's data disk is full: etcd raises no alarm that stays, and with room it goes on",
      async () => {
        const led = await leader();
        await phases.measure("the leader's data disk full", async () => {
          await inside(lab.place, led, fillDataDisk);
          await pause(faultMs);
          await inside(lab.place, led, "rm /var/lib/quorate-etcd/filler-*");
          await healthy();
        });
      },
      patience,
    );

    test(
      "R9: a reboot with its data disk: the same member votes again",
      async () => {
        const led = await leader();
        const { memberId } = await lab.report(led.name);
        await phases.measure("the leader rebooted", async () => {
          await lab.restart(led.name);
          await healthy();
        });
        expect(await lab.report(led.name)).toMatchObject({ memberId });
      },
      patience,
    );

    test(
      "R9: a start without its data disk: it stops and says why, and votes again when the disk is back",
      async () => {
        const { name } = await follower();
        const tell = (verb: string, body?: unknown) =>
          carryOut(lab.bench.cloud, `zones/${region}-${name.at(-1)}/instances/${name}/${verb}`, body);
        await tell("stop");
        await tell("detachDisk?deviceName=etcd");
        await tell("start");
        await lab.until("it says that it waits for its disk", async () =>
          /quorate: .*disk/.test(await lab.lastBoot(name)),
        );
        await tell("stop");
        await tell("attachDisk", {
          source: `projects/${project}/zones/${region}-${name.at(-1)}/disks/${name}-etcd`,
          deviceName: "etcd",
        });
        await tell("start");
      },
      patience,
    );

    test(
      "Q080: a stranger in etcd: changes are refused, until the commands of docs/operations.md have removed it",
      async () => {
        const led = await leader();
        const etcdctl = (words: string) => inside(lab.place, led, `${documentedEtcdctl()}\netcdctl ${words}`);
        let added = "";
        await lab.until("etcd, whose members have lived for a while, takes it", async () => {
          added = await etcdctl("member add stranger --peer-urls=https://10.132.0.250:2380 --write-out=json");
          return true;
        });
        const id = /"member":\{"ID":(\d+)/.exec(added)?.[1] ?? "";
        const grown = await lab.bench.write({ zones: "bcdbc" });
        const plan = async () => {
          const { code, stdout, stderr } = await lab.bench.quorate(["plan", "--verify", grown]);
          return `${code} ${stdout}${stderr}`;
        };
        await lab.until("the plan is refused", async () => /^1[\s\S]*\(Q080\)/.test(await plan()));
        await lab.until("etcd lets it go", async () => {
          await etcdctl(`member remove ${BigInt(id).toString(16)}`);
          return true;
        });
        await lab.until("it is planned", async () => (await plan()).startsWith("2 "));
      },
      patience,
    );

    test(
      "A6: a newcomer dies while it joins: started again it goes on, and so does the run",
      async () => {
        const run = lab.start("apply", await lab.bench.write({ zones: "bcdbc" }));
        await lab.until("it joins etcd", () => lab.joins("life-b2"));
        lab.bench.cloud.kill("life-b2");
        await lab.restart("life-b2");
        expect(await run.ended).toMatchObject({ code: 0 });
        await lab.apply(three);
      },
      patience,
    );

    test(
      "an old member list reaches one replica after the new one reached the others: nobody is removed",
      async () => {
        const led = await leader();
        const path = `zones/${region}-${led.name.at(-1)}/instances/${led.name}`;
        const { metadata } = (await ask(lab.bench.cloud, compute(path))) as {
          metadata: { fingerprint: string; items: { key: string; value: string }[] };
        };
        const tell = async (members: readonly string[]) => {
          const current = Object(await ask(lab.bench.cloud, compute(path)))["metadata"];
          const items = metadata.items.map((item) =>
            item.key === "quorate-members"
              ? { ...item, value: JSON.stringify({ ...JSON.parse(item.value), members }) }
              : item,
          );
          await ask(lab.bench.cloud, compute(`${path}/setMetadata`), "POST", {
            fingerprint: current.fingerprint,
            items,
          });
        };
        await tell(names.slice(0, 2));
        const mark = lab.bench.mark;
        await pause(faultMs);
        expect(
          lab.bench.journal(mark).filter((entry) => entry.kind === "driver" && entry.event === "member-removed"),
        ).toEqual([]);
        await tell(names);
      },
      patience,
    );
  });

  test(
    "R12: another machine type for all three: they restart one after another, and each is back before the next",
    async () => {
      await phases.measure("all three restarted as another machine type", () =>
        lab.apply({ ...three, machineType: "e2-standard-8" }),
      );
      await healthy();
    },
    patience,
  );

  test(
    "what clients saw of all this: nothing acknowledged is lost, nothing stale was read, no rule was broken",
    async () => {
      const present = await lab.clients.stop();
      expect(await historyFlaws(lab.clients.history, present)).toEqual(flawless);
      const { voters, learners } = expectedRest("bcd");
      expect((await factsOf(lab.bench.cloud)).clusters[0]).toMatchObject({ voters, learners });
      expect(judgeJournal(lab.bench.journal(), { cluster: "life", created }).violations).toEqual([]);
    },
    patience,
  );
});
