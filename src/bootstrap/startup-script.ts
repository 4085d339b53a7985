import { instanceFile, instanceFiles } from "./instance-files.ts";

const endOfFile = "END_OF_QUORATE_FILE";

/** Where settings of other programs go on an instance, and with which mode. */
const settings = [
  ["audit-policy.yaml", "/etc/kubernetes/quorate/audit-policy.yaml", "0600"],
  ["authentication.yaml", "/etc/kubernetes/quorate/authentication.yaml", "0600"],
  ["kubelet-guard.conf", "/etc/systemd/system/kubelet.service.d/20-quorate.conf", "0644"],
  ["quorate-agent.service", "/etc/systemd/system/quorate-agent.service", "0644"],
] as const;

let text: string | undefined;

/**
 * The startup script of every replica: bash, the same text for all replicas of all clusters, constant for a version of
 * Quorate. It holds no secret; what is particular to a replica it reads from the metadata server.
 */
export function startupScript(): string {
  text ??= instanceFile("startup.sh")
    .replace("# @files@\n", () => installFiles())
    .replace("# @packages@\n", () => instanceFile("packages.sh"));
  return text;
}

function installFiles(): string {
  const modules = instanceFiles().filter((file) => file.endsWith(".py"));
  const places = [...settings, ...modules.map((file) => [file, `/var/lib/quorate/program/${file}`, "0644"] as const)];
  const blocks = places.map(([file, path, mode]) => {
    const content = instanceFile(file);
    if (content.includes(endOfFile) || !content.endsWith("\n")) throw new Error(`${file} cannot be a here document`);
    return `  install_file ${path} ${mode} <<'${endOfFile}'\n${content}${endOfFile}\n`;
  });
  return `install_files() {\n${blocks.join("")}}\n`;
}
