import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Debian's package for each file that the local cloud's instances and their network need. */
const packageOf: Readonly<Record<string, string>> = {
  "/usr/sbin/conntrack": "conntrack",
  "/usr/bin/curl": "curl",
  "/usr/sbin/mkfs.ext4": "e2fsprogs",
  "/usr/sbin/haproxy": "haproxy",
  "/usr/sbin/ip": "iproute2",
  "/usr/bin/jq": "jq",
  "/usr/sbin/nft": "nftables",
  "/usr/bin/openssl": "openssl",
  "/usr/sbin/sysctl": "procps",
  "/usr/bin/python3": "python3",
  "/usr/lib/python3/dist-packages/yaml": "python3-yaml",
  "/usr/bin/nsenter": "util-linux",
  "/usr/bin/setpriv": "util-linux",
  "/usr/sbin/losetup": "mount",
};

/** Installs with apt-get what is missing. Throws, naming the packages, where that cannot be done. */
export async function ensurePackages(log: (line: string) => void): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const words = ["install", "--yes", "--no-install-recommends", ...missing];
  if (process.getuid?.() !== 0) throw new Error(`Programs are missing. As root: apt-get ${words.join(" ")}`);
  log(`Installing ${missing.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await execute("apt-get", ["update", "--quiet"], { env });
  await execute("apt-get", words, { env });
  const still = await missingPackages();
  if (still.length > 0) throw new Error(`apt-get has installed ${still.join(", ")}, but their files are not there.`);
}

async function missingPackages(): Promise<readonly string[]> {
  const found = await Promise.all(Object.keys(packageOf).map(exists));
  const missing = Object.values(packageOf).filter((_, index) => !found[index]);
  return [...new Set(missing)];
}

/** Whether a file exists, where a merged /usr puts it or where another distribution has it. */
async function exists(path: string): Promise<boolean> {
  const places = [path, path.replace("/usr/sbin/", "/usr/bin/"), path.replace("/usr/", "/")];
  const found = await Promise.allSettled(places.map((place) => access(place)));
  return found.some((result) => result.status === "fulfilled");
}
