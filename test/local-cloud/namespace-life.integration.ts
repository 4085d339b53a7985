import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ensureKubernetes } from "../../scripts/kubernetes/programs.ts";
import { ensurePackages } from "../../scripts/lab/packages.ts";
import { clientKubeconfigs } from "../../src/local-cloud/namespaces/kubeconfigs.ts";
import { namespaceDriver } from "../../src/local-cloud/namespaces/namespace-driver.ts";
import { placeFor, sharedNamespaces } from "../../src/local-cloud/namespaces/place.ts";
import { endpointIp, expectedRest, restOf } from "../workflow/inventory.ts";
import { judgeJournal } from "../workflow/journal-oracle.ts";
import { Workbench } from "../workflow/workbench.ts";
import { canMakeNamespaces, until } from "./namespace-cloud.ts";

const patience = 1_200_000;
const lab = join(import.meta.dirname, "../../lab");
const log = (line: string) => void process.stderr.write(`${line}\n`);

(canMakeNamespaces ? describe : describe.skip)(
  "D10, A6, C1: a real control plane, one replica to three and back",
  () => {
    let bench: Workbench;
    let kubernetes: string;
    let ip: string | undefined;

    beforeAll(async () => {
      await ensurePackages(log);
      kubernetes = await ensureKubernetes({ log });
      bench = await Workbench.open((directory) => namespaceDriver({ directory, lab, kubernetes }));
    }, patience);
    afterAll(() => bench.close(), patience);

    /** What kubectl prints, run outside and through the endpoint; throws when it fails. */
    function kubectl(...words: readonly string[]): Promise<string> {
      const [found] = clientKubeconfigs(placeFor(join(bench.directory, "cloud")));
      return kubectlWith(found?.kubeconfig ?? "", ...words);
    }

    async function kubectlWith(kubeconfig: string, ...words: readonly string[]): Promise<string> {
      const place = placeFor(join(bench.directory, "cloud"));
      const path = join(bench.directory, "kubeconfig");
      await writeFile(path, kubeconfig, { mode: 0o600 });
      const namespace = `--net=/run/netns/${sharedNamespaces(place).client}`;
      const program = [join(kubernetes, "kubectl"), "--kubeconfig", path, "--request-timeout=5s"];
      return (await promisify(execFile)("nsenter", [namespace, "--", ...program, ...words])).stdout.trim();
    }

    async function apply(zones: string): Promise<void> {
      const file = await bench.write({ zones });
      const { ended } = bench.start(["apply", file, "--yes", "--gate-timeout", "300"], {}, patience);
      const { code, stdout, stderr } = await ended;
      if (code !== 0) throw new Error(`apply ended with ${code}:\n${stdout}\n${stderr}`);
      expect(await until("its members are at rest", async () => atRest(zones))).toBe(true);
      ip ??= await endpointIp(bench.cloud);
      expect(await endpointIp(bench.cloud)).toBe(ip);
    }

    async function atRest(zones: string): Promise<true | null> {
      const [found, expected] = [await restOf(bench.cloud), expectedRest(zones)];
      return JSON.stringify(found) === JSON.stringify(expected) ? true : null;
    }

    const nodes = async () => (await kubectl("get", "nodes", "--output=name")).split("\n");
    const kept = () => kubectl("get", "configmap", "kept", "--output=jsonpath={.data.word}");

    test(
      "one replica: kubeadm initialises it, and the API answers at the endpoint",
      async () => {
        await apply("b");
        expect(await nodes()).toEqual(["node/life-b"]);
        await kubectl("create", "configmap", "kept", "--from-literal=word=quorate");
      },
      patience,
    );

    test(
      "C10: `quorate kubeconfig` gives somebody with the right Google identity a client certificate of their own",
      async () => {
        const { code, stdout } = await bench.quorate(["kubeconfig", "cluster.yaml", "--user", "ada", "--hours", "1"]);
        expect(code).toBe(0);
        expect(JSON.parse(await kubectlWith(stdout, "auth", "whoami", "--output=json"))).toMatchObject({
          status: { userInfo: { username: "ada", groups: expect.arrayContaining(["kubeadm:cluster-admins"]) } },
        });
        expect(await kubectlWith(stdout, "auth", "can-i", "delete", "nodes")).toBe("yes");
      },
      patience,
    );

    test(
      "three replicas: two join, the load balancer takes the IP, and what was written is still there",
      async () => {
        await apply("bcd");
        expect(await nodes()).toEqual(["node/life-b", "node/life-c", "node/life-d"]);
        expect(await kept()).toBe("quorate");
        expect((await bench.terraformPlan()).code).toBe(0);
      },
      patience,
    );

    test(
      "with one of three killed the API goes on through the endpoint; started again, it is a voter that lives",
      async () => {
        bench.cloud.kill("life-d");
        await until("writing succeeds", () =>
          kubectl("patch", "configmap", "kept", '--patch={"data":{"word":"still"}}').catch(() => null),
        );
        const stop = `/compute/v1/projects/acme-prod/zones/europe-west1-d/instances/life-d`;
        for (const verb of ["stop", "start"])
          await fetch(`${bench.cloud.url}${stop}/${verb}`, {
            method: "POST",
            headers: { authorization: "Bearer local" },
          });
        await until("all voters live", async () => {
          const facts = await (await fetch(`${bench.cloud.url}/local/v1/journal?since=999999`)).json();
          return Object(facts)["facts"].clusters[0]?.aliveVoters.length === 3 ? true : null;
        });
      },
      patience,
    );

    test(
      "one replica again: the IP is back on it, and nothing was lost",
      async () => {
        await apply("b");
        expect(await kept()).toBe("still");
        const leases = await kubectl("get", "leases", "--namespace=kube-system", "--output=name");
        expect(leases).toContain("lease.coordination.k8s.io/kube-controller-manager");
      },
      patience,
    );

    test("R1 to R9: no call of all that broke a safety rule, and the IP moved twice only", () => {
      const { moves, violations } = judgeJournal(bench.journal(), { cluster: "life" });
      expect(violations).toEqual([]);
      expect(moves.map(({ from, to }) => `${from} → ${to}`)).toEqual([
        "instance life-b → forwardingRule life-api",
        "forwardingRule life-api → instance life-b",
      ]);
    });
  },
);
