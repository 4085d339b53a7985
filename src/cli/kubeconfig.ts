import { stringify } from "yaml";
import { ClusterAccess } from "../adapters/cluster-access.ts";
import { diagnosticsOf, readClusterFile, specOf } from "../adapters/cluster-files.ts";
import { thisProcess } from "../adapters/system.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import { parseState } from "../terraform/state.ts";
import { gceName, logicalId, resourceType } from "../topology/names.ts";
import { RunError } from "../workflow/run-error.ts";
import type { ExitCode } from "./exit.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

export interface KubeconfigOptions {
  /** Whoever runs this where nothing is said. */
  readonly user?: string;
  /** Whole hours that the certificate is valid for. */
  readonly hours: number;
}

/** kubeadm binds this group to cluster-admin: taking the binding away takes every such certificate's rights. */
const administrators = "kubeadm:cluster-admins";
const hourMs = 3_600_000;

/**
 * `quorate kubeconfig` (C10): prints a kubeconfig for the cluster's endpoint with a client certificate that ends soon.
 * Whoever may read the cluster's CA secret may have one; nothing is asked of the instances, and nothing is kept.
 */
export async function kubeconfig(path: string, options: KubeconfigOptions, screen: Screen): Promise<ExitCode> {
  const file = await readClusterFile(path);
  tellDiagnostics(screen, diagnosticsOf([file]), [file]);
  if (hasErrors(file.diagnostics)) return 1;
  const spec = specOf(file);
  const access = new ClusterAccess(process.env, process.cwd());
  const address = endpointAddress((await access.storage(spec).readState()) ?? "");
  const secret = await access.latestSecret(spec, gceName.secret(spec.name, "ca"));
  if (address === undefined || secret === undefined) throw notThere(spec, path);
  const { "ca.crt": certificate, "ca.key": key } = authorityIn(secret, spec);
  const { issueClientCertificate } = await import("../adapters/client-certificate.ts");
  const issued = await issueClientCertificate(
    { certificate, key },
    { user: options.user ?? thisProcess().who, groups: [administrators] },
    Date.now(),
    options.hours * hourMs,
  );
  screen.print(kubeconfigText(spec, address, certificate, issued));
  return 0;
}

function endpointAddress(state: string): string | undefined {
  if (state.trim() === "") return undefined;
  const endpoint = parseState(state).resources.find(
    ({ type, name }) => type === resourceType.address && name === logicalId.endpoint,
  );
  const address = endpoint?.attributes["address"];
  return typeof address === "string" && address !== "" ? address : undefined;
}

function authorityIn(secret: string, spec: ClusterSpec): { "ca.crt": string; "ca.key": string } {
  try {
    const files = JSON.parse(secret);
    if (typeof files["ca.crt"] === "string" && typeof files["ca.key"] === "string") return files;
  } catch {
    // Said below: what a secret holds is not for error messages.
  }
  throw new RunError(
    "unusable-state",
    `The secret ${gceName.secret(spec.name, "ca")} does not hold a cluster's certificate authority`,
    "Look whether this is a cluster of simulated replicas, or whether somebody has added a version to the secret",
  );
}

function notThere({ name }: ClusterSpec, path: string): RunError {
  return new RunError(
    "refused",
    `The cluster ${name} has no endpoint or no certificate authority yet`,
    `Create it first, or let \`quorate apply ${path}\` finish`,
  );
}

function kubeconfigText(
  { name, project, endpoint }: ClusterSpec,
  address: string,
  authority: string,
  issued: { certificate: string; key: string },
): string {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const cluster = `${project}/${name}`;
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster,
        cluster: {
          server: `https://${address}:${endpoint.port}`,
          "certificate-authority-data": base64(authority),
        },
      },
    ],
    users: [
      {
        name: cluster,
        user: {
          "client-certificate-data": base64(issued.certificate),
          "client-key-data": base64(issued.key),
        },
      },
    ],
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
    "current-context": cluster,
  });
}
