import type { Backend, ClusterSpec } from "../../cluster/cluster-spec.ts";
import { InputError } from "../input-error.ts";

/** A bucket that states of clusters of one project may be in. */
export interface NamedBackend {
  readonly project: string;
  readonly bucket: string;
}

const line = /^([a-z][a-z0-9-]{4,28}[a-z0-9])\s+(?:gs:\/\/)?([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])\/?$/;

/** Reads the input `backends`: a project and its bucket a line, such as `acme-prod acme-quorate`. */
export function parseBackends(lines: readonly string[]): NamedBackend[] {
  return lines.map((text) => {
    const [, project, bucket] = line.exec(text) ?? [];
    if (project !== undefined && bucket !== undefined) return { project, bucket };
    throw new InputError(
      `The input backends has the line ${JSON.stringify(text)}`,
      "Write a project and a bucket on each line, such as acme-prod acme-quorate",
    );
  });
}

/** Where a cluster says that its state is; nothing where that is no bucket. */
export function backendsOf({ project, terraform: { backend } }: ClusterSpec): NamedBackend[] {
  return backend.kind === "gcs" ? [{ project, bucket: backend.bucket }] : [];
}

/** A line of the input `backends`. */
export function backendLine({ project, bucket }: NamedBackend): string {
  return `${project} ${bucket}`;
}

/** Whether a project's state may be in a backend, going by those that are named. */
export function isNamed(project: string, backend: Backend, named: readonly NamedBackend[]): boolean {
  return backend.kind === "gcs" && named.some((each) => each.project === project && each.bucket === backend.bucket);
}
