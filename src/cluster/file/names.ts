import type { Code } from "../codes.ts";
import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";

/** How a name must look, for people and for editors. */
export interface NameFormat {
  readonly code: Code;
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** Completes "… is not". */
  readonly what: string;
  readonly remedy: string;
}

const label = "lower-case letters, digits and hyphens, a letter first and no hyphen last";

/** A cluster's name has at most 20 characters, because the names of its resources derive from it. */
export const clusterName: NameFormat = {
  code: "Q020",
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  maxLength: 20,
  what: "a cluster name of at most 20 characters",
  remedy: `Write at most 20 characters: ${label}, such as prod`,
};

export const replicaName: NameFormat = {
  code: "Q021",
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  maxLength: 50,
  what: "a replica name of at most 50 characters",
  remedy: `Write at most 50 characters: ${label}, such as prod-b`,
};

export const projectId: NameFormat = {
  code: "Q022",
  pattern: /^[a-z][a-z0-9-]{4,}[a-z0-9]$/,
  maxLength: 30,
  what: "a project ID",
  remedy: `Write the project's ID, not its number or display name: 6 to 30 characters, ${label}`,
};

export const regionName: NameFormat = {
  code: "Q023",
  pattern: /^[a-z]+-[a-z]+[0-9]+$/,
  maxLength: 40,
  what: "a region",
  remedy: "Write a Google Cloud region, such as europe-west1",
};

export const zoneName: NameFormat = {
  code: "Q024",
  pattern: /^[a-z]+-[a-z]+[0-9]+-[a-z]$/,
  maxLength: 42,
  what: "a zone",
  remedy: "Write the region, a hyphen and one letter, such as europe-west1-b",
};

export const networkName: NameFormat = {
  code: "Q025",
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  maxLength: 63,
  what: "a network or subnetwork name",
  remedy: `Write the short name, without a path: at most 63 characters, ${label}`,
};

export const machineTypeName: NameFormat = {
  code: "Q026",
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/,
  maxLength: 63,
  what: "a machine type",
  remedy: "Write a machine type's short name, such as e2-standard-4 or n2-custom-4-8192",
};

export const bucketName: NameFormat = {
  code: "Q027",
  pattern:
    /^(?!goog)(?![0-9]+(\.[0-9]+){3}$)(?=.{3,})[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)*$/,
  maxLength: 222,
  what: "a bucket name",
  remedy: "Write the bucket's name without gs://: 3 to 63 lower-case letters, digits, hyphens and underscores",
};

/** Narrow, because the path ends up in Terraform's configuration, where `${` would be an expression. */
export const statePath: NameFormat = {
  code: "Q029",
  pattern: /^[A-Za-z0-9._/-]+$/,
  maxLength: 255,
  what: "a path for local state",
  remedy: "Write a directory of letters, digits, dots, hyphens, underscores and slashes, such as .quorate",
};

/** What is wrong with a name; undefined when nothing is. */
export function nameProblem(format: NameFormat, name: string): Problem | undefined {
  if (name.length <= format.maxLength && format.pattern.test(name)) return undefined;
  return { code: format.code, message: `${quote(name)} is not ${format.what}`, remedy: format.remedy };
}

const armSeries = /^(t2a|c4a|n4a|a4x)-/;

/** What is wrong with a machine type: its form, or a processor that the replicas' image does not run on. */
export function machineTypeProblem(name: string): Problem | undefined {
  const problem = nameProblem(machineTypeName, name);
  if (problem !== undefined || !armSeries.test(name)) return problem;
  return {
    code: "Q014",
    message: `Arm machine types such as ${quote(name)} are not implemented yet`,
    remedy: "Choose an x86 machine type, such as e2-standard-4 or n2-standard-4",
  };
}
