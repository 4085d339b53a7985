import { parse, stringify } from "yaml";

/** A valid cluster file without warnings. Tests change one piece of it and know where that piece stands. */
export const validFile = `apiVersion: quorate.dev/v1
kind: Cluster
metadata:
  name: prod
spec:
  project: acme-prod
  region: europe-west1
  kubernetesVersion: 1.36.3
  deletionProtection: true
  network:
    name: default
    podCidr: 10.244.0.0/16
    serviceCidr: 10.96.0.0/12
    egress: managedNat
  controlPlane:
    machineType: e2-standard-4
    replicas:
      - zone: europe-west1-b
      - zone: europe-west1-c
      - zone: europe-west1-d
  endpoint:
    kind: external
    port: 6443
    allowedCidrs: [203.0.113.0/24]
  etcd:
    topology: stacked
    quorumReads: true
    disk: { type: pd-ssd, sizeGb: 50 }
  terraform:
    backend: { kind: gcs, bucket: acme-quorate }
    googleProviderVersion: 6.50.0
`;

/** The valid file with the first occurrence of one piece replaced. Throws when the piece is not there. */
export function validFileWith(piece: string, replacement: string): string {
  if (!validFile.includes(piece)) throw new Error(`the valid file has no ${piece}`);
  return validFile.replace(piece, () => replacement);
}

/** The valid file with a part of a cluster file laid over it: mappings are merged, everything else is replaced. */
export function validFileOver(part: string): string {
  return stringify(merged(parse(validFile), parse(part)));
}

function merged(base: unknown, part: unknown): unknown {
  if (!isMapping(base) || !isMapping(part)) return part;
  const result = { ...base };
  for (const [key, value] of Object.entries(part)) result[key] = key in base ? merged(base[key], value) : value;
  // A backend of another kind has other keys.
  return "kind" in part && part["kind"] !== base["kind"] && "bucket" in base ? part : result;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
