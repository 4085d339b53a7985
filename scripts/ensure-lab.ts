/**
 * Prints, as JSON, where the parts of `quorate local start --driver namespaces` are: the folder `lab` and the programs of
 * Kubernetes and etcd. Installs and builds first what is missing.
 */
import { join } from "node:path";
import { ensureKubernetes } from "./kubernetes/programs.ts";
import { ensurePackages } from "./lab/packages.ts";

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

try {
  await ensurePackages(log);
  const lab = join(import.meta.dirname, "..", "lab");
  process.stdout.write(`${JSON.stringify({ lab, kubernetes: await ensureKubernetes({ log }) })}\n`);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
