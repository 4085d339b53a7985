import * as z from "zod";
import { conditionNotMet } from "../cloud-error.ts";
import { fingerprint, labels, parseBody, type Resource } from "./resource.ts";
import type { Write } from "./write.ts";

interface Labelled extends Resource {
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

const setLabelsBody = z.looseObject({ labels: labels.default({}), labelFingerprint: z.string().optional() });

/** The fingerprint of a resource's labels, whatever their order. */
export function labelFingerprint(resource: Labelled): string {
  return fingerprint(Object.entries(resource.labels ?? {}).sort());
}

/** The `setLabels` action: all labels at once, only with the fingerprint of those that they take the place of. */
export function setLabels<T extends Labelled>(_write: Write, resource: T, body: unknown): T {
  const request = parseBody(setLabelsBody, body, "labels");
  if (request.labelFingerprint !== labelFingerprint(resource))
    throw conditionNotMet("Labels fingerprint either invalid or resource labels have changed");
  return { ...resource, labels: request.labels };
}
