import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { seenBetween } from "../../src/rehearse/history.ts";
import type { Wanted } from "../kit/cluster/cluster-text.ts";
import { endpointIp, inventory } from "../kit/journal/inventory.ts";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import { canMakeNamespaces } from "../kit/local-cloud/namespace-cloud.ts";
import { ControlPlaneLab, type Players, patience } from "./control-plane-lab.ts";
import { flawless, historyFlaws } from "./history-flaws.ts";
import { Phases } from "./phases.ts";

const one: Wanted = { zones: "b" };
const three: Wanted = { zones: "bcd" };
const five: Wanted = { zones: "bcdbc" };
/** What is left when zone c is lost for good. */
const withoutC: Wanted = { zones: "bdb" };

/** API servers renew their identity every ten seconds; the Lease itself outlives them by an hour. */
const renewalMs = 30_000;
/** Without root there are no namespaces. */
const players: readonly Players[] = canMakeNamespaces ? ["namespaces", "simulation"] : ["simulation"];

// What a control plane does, and a simulation that is worth its name does too: the same life, with the same outcome.
describe.each(players)("D10, A6, C1: the life of a control plane (%s)", (played) => {
  const real = played === "namespaces";
  let lab: ControlPlaneLab;
  let ip: string | undefined;
  const phases = new Phases();

  beforeAll(async () => {
    lab = await ControlPlaneLab.open(played);
  }, patience);
  afterAll(async () => {
    if (lab === undefined) return;
    if (real) process.stderr.write(`\n${await phases.table(lab.clients.history, lab.terraform)}\n\n`);
    await lab.close();
  }, patience);

  /** kubectl answers through the endpoint; one controller manager and one scheduler lead; all API servers are live. */
  async function expectAlive(names: readonly string[]): Promise<void> {
    expect(await endpointIp(lab.bench.cloud)).toBe(ip);
    if (!real) return;
    const wanted = names.map((name) => `node/${name}`).sort();
    let nodes: readonly string[] = [];
    await lab.until(
      () => `the Nodes are ${wanted}; found ${nodes}`,
      async () => {
        nodes = (await lab.clients.kubectl("get", "nodes", "--output=name")).split("\n").sort();
        return String(nodes) === String(wanted);
      },
    );
    for (const component of ["kube-controller-manager", "kube-scheduler"]) {
      await lab.until(`a living ${component} leads`, async () => {
        const holder = [
          "get",
          "lease",
          component,
          "--namespace=kube-system",
          "--output=jsonpath={.spec.holderIdentity}",
        ];
        return names.includes((await lab.clients.kubectl(...holder)).split("_")[0] ?? "");
      });
    }
    await lab.until(`${names.length} API servers have live identities`, async () => {
      const live = (await apiServers()).filter(({ renewed }) => renewed > Date.now() - renewalMs);
      return String(live.map(({ host }) => host).sort()) === String([...names].sort());
    });
  }

  async function apiServers(): Promise<{ readonly host: string; readonly renewed: number }[]> {
    const selector = "--selector=apiserver.kubernetes.io/identity=kube-apiserver";
    const found = JSON.parse(
      await lab.clients.kubectl("get", "leases", "--namespace=kube-system", selector, "--output=json"),
    );
    return found.items.map(({ metadata, spec }: Record<string, Record<string, never>>) => ({
      host: Object(metadata?.["labels"])["kubernetes.io/hostname"],
      renewed: Date.parse(spec?.["renewTime"] ?? ""),
    }));
  }

  /** Waits until a write of this word succeeds. */
  async function write(word: string): Promise<void> {
    if (!real) return;
    const patch = ["patch", "configmap", "kept", `--patch=${JSON.stringify({ data: { word } })}`];
    await lab.until("writing succeeds", () =>
      lab.clients.kubectl(...patch).then(
        () => true,
        () => false,
      ),
    );
  }

  const kept = () => lab.clients.kubectl("get", "configmap", "kept", "--output=jsonpath={.data.word}");

  test(
    "one replica: kubeadm initialises it, and the API answers at the endpoint",
    async () => {
      await phases.measure("create one replica", () => lab.apply(one));
      ip = await endpointIp(lab.bench.cloud);
      await expectAlive(["life-b"]);
      if (!real) return;
      await lab.clients.kubectl("create", "configmap", "kept", "--from-literal=word=quorate");
      await lab.clients.start();
    },
    patience,
  );

  (real ? test : test.skip)(
    "C10: `quorate kubeconfig` gives somebody with the right Google identity a client certificate of their own",
    async () => {
      const { code, stdout } = await lab.bench.quorate(["kubeconfig", "cluster.yaml", "--user", "ada", "--hours", "1"]);
      expect(code).toBe(0);
      expect(JSON.parse(await lab.clients.kubectlAs(stdout, "auth", "whoami", "--output=json"))).toMatchObject({
        status: { userInfo: { username: "ada", groups: expect.arrayContaining(["kubeadm:cluster-admins"]) } },
      });
      expect(await lab.clients.kubectlAs(stdout, "auth", "can-i", "delete", "nodes")).toBe("yes");
    },
    patience,
  );

  test(
    "three replicas: two join, the load balancer takes the IP, and what was written is still there",
    async () => {
      await phases.measure("one to three (the IP is promoted)", () => lab.apply(three));
      await expectAlive(["life-b", "life-c", "life-d"]);
      if (real) expect(await kept()).toBe("quorate");
      expect((await lab.bench.terraformPlan()).code).toBe(0);
    },
    patience,
  );

  test(
    "one of three is killed: the API goes on through the endpoint, and `replace` brings a new one",
    async () => {
      await phases.measure("one of three killed", async () => {
        lab.bench.cloud.kill("life-d");
        await write("still");
      });
      await phases.measure("replace it", async () => {
        await lab.quorate("replace", "cluster.yaml", "life-d");
        await lab.rest(three);
      });
      await expectAlive(["life-b", "life-c", "life-d"]);
    },
    patience,
  );

  test(
    "the leader is killed while a fourth joins: the run is begun again, and there are five",
    async () => {
      const run = lab.start("apply", await lab.bench.write(five));
      await lab.until("it joins etcd", () => lab.joins("life-b2"));
      const led = (await lab.leader()) ?? "";
      await phases.measure("the leader killed during a join", async () => {
        lab.bench.cloud.kill(led);
        await lab.until("another leads", async () => ![led, null].includes(await lab.leader()));
      });
      await lab.restart(led);
      await run.ended;
      await phases.measure("go on to five", () => lab.apply(five));
      await expectAlive(["life-b", "life-b2", "life-c", "life-c2", "life-d"]);
    },
    patience,
  );

  test(
    "a zone is lost with two of five: the API goes on, and the file without that zone is applied",
    async () => {
      await phases.measure("zone c lost", async () => {
        for (const name of ["life-c", "life-c2"]) lab.bench.cloud.kill(name);
        await write("yet");
      });
      await phases.measure("remove its replicas: back to three", () => lab.apply(withoutC));
      await expectAlive(["life-b", "life-b2", "life-d"]);
    },
    patience,
  );

  test(
    "one replica again: the IP is back on it, and nothing that was acknowledged is lost",
    async () => {
      await phases.measure("three to one (the IP is demoted)", () => lab.apply(one));
      await expectAlive(["life-b"]);
      if (!real) return;
      expect(await kept()).toBe("yet");
      const present = await lab.clients.stop();
      expect(await historyFlaws(lab.clients.history, present)).toEqual(flawless);
      expect(seenBetween(lab.clients.history, 0, Number.POSITIVE_INFINITY).requests).toBeGreaterThan(1000);
    },
    patience,
  );

  test("R1 to R9: no call of all that broke a safety rule, and the IP moved twice only", () => {
    const { moves, violations } = judgeJournal(lab.bench.journal(), { cluster: "life" });
    expect(violations).toEqual([]);
    expect(moves.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "instance life-b → forwardingRule life-api",
      "forwardingRule life-api → instance life-b",
    ]);
  });

  test(
    "A4: deleted, nothing is left of it",
    async () => {
      await lab.bench.write({ ...one, deletionProtection: false });
      await lab.quorate("apply", "cluster.yaml");
      await lab.quorate("delete", "cluster.yaml");
      expect(await inventory(lab.bench.cloud)).toEqual([]);
    },
    patience,
  );
});
