import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { buildOnce } from "../go/build-once.ts";
import { goBuild } from "../go/go-build.ts";
import { findGo, requiredGoVersion } from "../go/go-toolchain.ts";

/** The versions that the two modules beside this file are. */
export const KUBERNETES_VERSION = "1.36.3";
export const ETCD_VERSION = "3.6.16";

interface Module {
  readonly what: string;
  readonly directory: string;
  readonly packages: readonly string[];
  readonly flags: readonly string[];
}

const modules: readonly Module[] = [
  {
    what: `etcd ${ETCD_VERSION}`,
    directory: join(import.meta.dirname, "etcd"),
    packages: ["server", "etcdctl", "etcdutl"].map((program) => `go.etcd.io/etcd/${program}/v3`),
    flags: ["-trimpath", "-ldflags", "-s -w"],
  },
  {
    what: `Kubernetes ${KUBERNETES_VERSION}`,
    directory: join(import.meta.dirname, "kubernetes"),
    packages: ["kubeadm", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"].map(
      (program) => `k8s.io/kubernetes/cmd/${program}`,
    ),
    flags: ["-trimpath", "-ldflags", `-s -w ${versionFlags(KUBERNETES_VERSION)}`],
  },
];

/**
 * The folder with etcd, etcdctl, etcdutl, kubeadm, kube-apiserver, kube-controller-manager, kube-scheduler and kubectl:
 * built once from their Go modules into the user's cache (about six minutes on two cores), at once ever after.
 * Throws BuildError.
 */
export async function ensureKubernetes(options: { log(line: string): void }): Promise<string> {
  const what = `etcd ${ETCD_VERSION} and Kubernetes ${KUBERNETES_VERSION}`;
  const sources = await Promise.all(
    modules.map(async ({ directory, flags, packages }) => {
      const [goMod, goSum] = await Promise.all(
        ["go.mod", "go.sum"].map((file) => readFile(join(directory, file), "utf8")),
      );
      return { goMod: goMod ?? "", goSum, flags, packages };
    }),
  );
  const go = await findGo(requiredGoVersion(sources.map(({ goMod }) => goMod).join("\n")), what);
  const home = await buildOnce({
    what,
    kind: "kubernetes",
    inputs: [sources, go],
    log: options.log,
    build: async (draft) => {
      options.log(`building ${what} with ${go.version}: once, some minutes`);
      const bin = join(draft, "bin");
      await mkdir(bin);
      for (const { what, directory, packages, flags } of modules) {
        await goBuild({ what, moduleDirectory: directory, packages, output: `${bin}/`, flags, log: options.log });
      }
      // etcd's own build gives the server this name.
      await rename(join(bin, "server"), join(bin, "etcd"));
    },
  });
  return join(home, "bin");
}

/** What Kubernetes' own build tells its programs of themselves; constant, so that builds are the same everywhere. */
function versionFlags(version: string): string {
  const [major, minor] = version.split(".");
  const values = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: "clean",
    gitCommit: "0".repeat(40),
    buildDate: "2026-01-01T00:00:00Z",
  };
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
  return packages
    .flatMap((name) => Object.entries(values).map(([variable, value]) => `-X ${name}.${variable}=${value}`))
    .join(" ");
}
