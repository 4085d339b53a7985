import * as z from "zod";
import { metadataKey } from "../../topology/names.ts";
import type { Machine } from "../driver.ts";

const clusterMetadata = z.looseObject({ name: z.string().min(1) });
const membersMetadata = z.looseObject({ remove: z.array(z.string()).default([]) });

/** The name of the cluster that an instance is told to be part of; null where it is told of none. */
export function clusterName(machine: Machine): string | null {
  const parsed = clusterMetadata.safeParse(json(machine.metadata[metadataKey.cluster]));
  return parsed.success ? parsed.data.name : null;
}

/** Names that an instance is told may not be members any more. */
export function namedForRemoval(machine: Machine): readonly string[] {
  const parsed = membersMetadata.safeParse(json(machine.metadata[metadataKey.members]));
  return parsed.success ? parsed.data.remove : [];
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
