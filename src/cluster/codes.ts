import type { Diagnostic } from "./diagnostic.ts";

/** What the registry holds of a code. docs/diagnostics.md has a section for each. */
interface CodeEntry {
  readonly severity: Diagnostic["severity"];
  readonly title: string;
}

/**
 * Every diagnostic code there is. A code keeps its meaning for ever and is never used again for another.
 * Q001-Q009 the file, Q010-Q016 its keys and values, Q020-Q032 formats, Q033-Q039 network, Q040-Q045 what is unsafe,
 * Q046-Q049 warnings, Q050-Q059 what plans refuse and
 * announce, Q060-Q069 the set of files, Q070-Q079 editing, Q080-Q089 the live cluster.
 */
export const codes = {
  Q001: { severity: "error", title: "Not valid YAML" },
  Q002: { severity: "error", title: "Duplicate key" },
  Q003: { severity: "error", title: "Several documents in one file" },
  Q004: { severity: "error", title: "Empty file" },
  Q005: { severity: "error", title: "File too large" },
  Q006: { severity: "error", title: "Nested too deeply" },
  Q007: { severity: "error", title: "Control character" },
  Q008: { severity: "error", title: "YAML feature that cluster files do not have" },
  Q010: { severity: "error", title: "Unknown key" },
  Q011: { severity: "error", title: "Missing key" },
  Q012: { severity: "error", title: "Wrong type" },
  Q013: { severity: "error", title: "Value not among the allowed ones" },
  Q014: { severity: "error", title: "Not implemented yet" },
  Q015: { severity: "error", title: "Unsupported apiVersion" },
  Q016: { severity: "error", title: "Unsupported kind" },
  Q020: { severity: "error", title: "Bad cluster name" },
  Q021: { severity: "error", title: "Bad replica name" },
  Q022: { severity: "error", title: "Bad project ID" },
  Q023: { severity: "error", title: "Bad region" },
  Q024: { severity: "error", title: "Bad zone, or a zone outside the region" },
  Q025: { severity: "error", title: "Bad network or subnetwork name" },
  Q026: { severity: "error", title: "Bad machine type" },
  Q027: { severity: "error", title: "Bad bucket name" },
  Q028: { severity: "error", title: "Disk size out of range" },
  Q029: { severity: "error", title: "Bad path for local state" },
  Q030: { severity: "error", title: "Bad Kubernetes version" },
  Q031: { severity: "error", title: "Unsupported Kubernetes version" },
  Q032: { severity: "error", title: "Bad google provider version" },
  Q033: { severity: "error", title: "Bad CIDR range" },
  Q034: { severity: "error", title: "Host bits set in a CIDR range" },
  Q035: { severity: "error", title: "IPv6 range" },
  Q036: { severity: "error", title: "Pod and service ranges overlap" },
  Q037: { severity: "error", title: "Empty list of allowed ranges" },
  Q038: { severity: "error", title: "Port out of range or taken" },
  Q039: { severity: "error", title: "Pod or service range of an unusable size" },
  Q040: { severity: "error", title: "No replica" },
  Q041: { severity: "error", title: "Two replicas without acceptance" },
  Q042: { severity: "error", title: "More than seven replicas" },
  Q043: { severity: "error", title: "Replica name already taken" },
  Q044: { severity: "error", title: "Replicas of one zone without names" },
  Q045: { severity: "error", title: "Quorum reads turned off" },
  Q046: { severity: "warning", title: "Two replicas" },
  Q047: { severity: "warning", title: "Even number of replicas" },
  Q048: { severity: "warning", title: "Replicas not spread over zones" },
  Q049: { severity: "warning", title: "API open to the world" },
  Q050: { severity: "error", title: "Cannot change on a cluster that exists" },
  Q051: { severity: "error", title: "Change not implemented yet" },
  Q052: { severity: "error", title: "Disk would shrink" },
  Q053: { severity: "error", title: "Change would need a quorum that is not there" },
  Q054: { severity: "error", title: "Addition while a voter is not healthy" },
  Q055: { severity: "warning", title: "A deleted file changes nothing" },
  Q056: { severity: "error", title: "The only replica would be created anew" },
  Q057: { severity: "error", title: "Restart that nobody has accepted" },
  Q058: { severity: "warning", title: "Passes through two voters" },
  Q059: { severity: "warning", title: "Goes on with a replacement under way" },
  Q060: { severity: "error", title: "File cannot be read" },
  Q061: { severity: "error", title: "Two files of one cluster" },
  Q062: { severity: "error", title: "Not a regular file" },
  Q063: { severity: "error", title: "Link that leads out of the folder" },
  Q064: { severity: "error", title: "No cluster file there" },
  Q065: { severity: "error", title: "Nothing to compare the file with" },
  Q066: { severity: "error", title: "Not text in UTF-8" },
  Q067: { severity: "error", title: "File name that cannot be shown" },
  Q068: { severity: "error", title: "State that no plan can start from" },
  Q069: { severity: "error", title: "Too many changed files" },
  Q070: { severity: "error", title: "No such replica or zone" },
  Q071: { severity: "error", title: "Cannot be edited in place" },
  Q072: { severity: "error", title: "Edit of a symbolic link" },
  Q073: { severity: "error", title: "File cannot be written" },
  Q074: { severity: "error", title: "Cluster file exists already" },
  Q075: { severity: "error", title: "Missing answer" },
  Q080: { severity: "error", title: "Member of etcd that nobody named" },
  Q081: { severity: "error", title: "etcd raises an alarm" },
  Q082: { severity: "error", title: "etcd has no leader" },
} as const satisfies Record<string, CodeEntry>;

/** A code of the registry. */
export type Code = keyof typeof codes;
