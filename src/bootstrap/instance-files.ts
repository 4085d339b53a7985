import { readFileSync } from "node:fs";

/** The names of what runs on an instance, below `instance/`. */
export const instanceFiles = [
  "startup.sh",
  "packages.sh",
  "audit-policy.yaml",
  "authentication.yaml",
  "kubelet-guard.conf",
  "quorate-agent.service",
  "quorate/__init__.py",
  "quorate/__main__.py",
  "quorate/agent.py",
  "quorate/boot.py",
  "quorate/disk.py",
  "quorate/etcd.py",
  "quorate/identity.py",
  "quorate/initialise.py",
  "quorate/join.py",
  "quorate/journal.py",
  "quorate/keys.py",
  "quorate/kubeadm.py",
  "quorate/leader.py",
  "quorate/manifest.py",
  "quorate/membership.py",
  "quorate/metadata.py",
  "quorate/nodes.py",
  "quorate/peers.py",
  "quorate/program.py",
  "quorate/renewal.py",
  "quorate/secret_manager.py",
  "quorate/settings.py",
  "quorate/status.py",
  "quorate/tls.py",
  "quorate/traffic.py",
] as const;
export type InstanceFile = (typeof instanceFiles)[number];

/** The text of such a file. `scripts/build.ts` replaces this function by the texts themselves. */
export function instanceFile(name: InstanceFile): string {
  return readFileSync(new URL(`./instance/${name}`, import.meta.url), "utf8");
}
