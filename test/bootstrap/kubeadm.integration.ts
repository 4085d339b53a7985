import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ensureKubernetes, KUBERNETES_VERSION } from "../../scripts/kubernetes/programs.ts";
import { python } from "../kit/python.ts";

const settings = {
  project: "acme-prod",
  name: "prod-b",
  instance_id: "42",
  zone: "europe-west1-b",
  ip: "10.132.0.2",
  cluster: "prod",
  endpoint_kind: "external",
  endpoint: "203.0.113.1",
  port: 6443,
  pod_cidr: "10.244.0.0/16",
  service_cidr: "10.96.0.0/12",
  role: "init",
  kubernetes_version: KUBERNETES_VERSION,
};

interface Documents {
  readonly init: readonly Record<string, unknown>[];
  readonly join: readonly Record<string, unknown>[];
}

let directory = "";
let programs = "";
let documents: Documents;

beforeAll(async () => {
  programs = await ensureKubernetes({ log: (line) => process.stderr.write(`${line}\n`) });
  directory = await mkdtemp(join(tmpdir(), "quorate-kubeadm-"));
  documents = (await python("kubeadm.py", settings)) as Documents;
}, 20 * 60_000);

afterAll(() => rm(directory, { recursive: true, force: true }));

test.each(["init", "join"] as const)(
  "kubeadm accepts the configuration of %s, and warns of nothing",
  async (command) => {
    const file = join(directory, `${command}.yaml`);
    // kubeadm looks for this one already when it reads the configuration.
    const admin = join(directory, "admin.conf");
    await writeFile(admin, "");
    const text = documents[command].map((document) => JSON.stringify(document)).join("\n---\n");
    await writeFile(file, text.replace("/etc/kubernetes/admin.conf", admin));
    const kubeadm = promisify(execFile)(join(programs, "kubeadm"), ["config", "validate", "--config", file]);
    expect(await kubeadm).toMatchObject({ stdout: "ok\n", stderr: "" });
  },
);

test("certificates are valid at the endpoint's address and at home (A8, B5)", () => {
  const [, cluster] = documents.init;
  expect(cluster).toMatchObject({
    controlPlaneEndpoint: "203.0.113.1:6443",
    apiServer: { certSANs: ["203.0.113.1", "127.0.0.1", "localhost"] },
  });
  expect(documents.init[0]).toMatchObject({ localAPIEndpoint: { advertiseAddress: "10.132.0.2", bindPort: 6443 } });
});

test("no feature gate is set, and reads stay linearizable (A9)", () => {
  expect(JSON.stringify(documents)).not.toMatch(/feature-?gates|etcd-quorum-read/i);
});
