import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../../driver.ts";
import { fullName } from "../metadata/metadata-tree.ts";

const metadataIp = "169.254.169.254";
const secretManager = "secretmanager.googleapis.internal";

/** What the startup script has to do differently in a namespace, where no container runs. */
const environment = {
  QUORATE_SECRETMANAGER_URL: `http://${secretManager}`,
  QUORATE_KUBEADM_INIT_FLAGS: "--skip-phases=preflight,addon",
  QUORATE_KUBEADM_JOIN_FLAGS: "--skip-phases=preflight",
  QUORATE_REPORT_SECONDS: "1",
};

/** Writes what an instance finds when it boots, into the folder that it shares with the local cloud. */
export function writeInstanceFiles(folder: string, machine: Machine): void {
  mkdirSync(folder, { recursive: true });
  const { zone, project, name, internalIp } = machine;
  const domain = `c.${project}.internal`;
  write(folder, "resolv.conf", `search ${zone}.${domain} ${domain} google.internal\nnameserver ${metadataIp}\n`);
  write(
    folder,
    "own-hosts",
    `127.0.0.1 localhost\n${internalIp} ${fullName(machine)} ${name}\n${metadataIp} metadata.google.internal metadata\n`,
  );
  write(
    folder,
    "environment",
    Object.entries(environment)
      .map(([key, value]) => `${key}="${value}"\n`)
      .join(""),
  );
}

/** Writes the names that an instance's DNS server knows: all instances of its project, and Google's own. */
export function writeNames(folder: string, machine: Machine, machines: readonly Machine[]): void {
  mkdirSync(folder, { recursive: true });
  const peers = machines.filter((other) => other.project === machine.project);
  const lines = peers.map((other) => `${other.internalIp} ${fullName(other)}\n`);
  write(folder, "hosts", `${metadataIp} metadata.google.internal ${secretManager}\n${lines.join("")}`);
}

function write(folder: string, name: string, text: string): void {
  const next = join(folder, `.${name}.next`);
  writeFileSync(next, text);
  renameSync(next, join(folder, name));
}
