import * as z from "zod";
import type { Problem } from "../problem.ts";
import { whole } from "./fields.ts";
import type { Section } from "./section.ts";
import { alsoPlanned, refusals, type ValueRefusal } from "./value-refusal.ts";

/** GCE's limits for a disk, in GB; etcd's own needs set the lower one. */
const diskSize = { min: 10, max: 65536 };

/** What is wrong with a disk's size in GB; undefined when nothing is. */
function diskSizeProblem(sizeGb: number): Problem | undefined {
  if (sizeGb >= diskSize.min && sizeGb <= diskSize.max) return undefined;
  return {
    code: "Q028",
    message: `A disk of ${sizeGb} GB is ${sizeGb < diskSize.min ? "too small" : "too large"}`,
    remedy: `Choose a size from ${diskSize.min} to ${diskSize.max} GB`,
  };
}

const onlyQuorumReads: ValueRefusal = {
  refuse: () => ({
    code: "Q045",
    message: "Quorum reads cannot be turned off, because stale reads break leader election and controllers",
    remedy: "Write true, or leave the key out",
  }),
};

const disk = z
  .strictObject({
    type: z
      .enum(["pd-ssd", "pd-balanced", "pd-standard", "hyperdisk-balanced"])
      .meta({ title: "Disk type", description: "etcd waits for every write, so a slow disk makes a slow API." })
      .default("pd-ssd"),
    sizeGb: whole(diskSizeProblem, {
      title: "Disk size",
      description: "Size in GB. It can grow, never shrink.",
      minimum: diskSize.min,
      maximum: diskSize.max,
    }).default(50),
  })
  .meta({ title: "etcd disk", description: "The data disk of each member." })
  .prefault({});

const schema = z
  .strictObject({
    topology: z
      .enum(["stacked"])
      .meta({ title: "etcd topology", description: "stacked: a member on every replica." })
      .register(refusals, alsoPlanned(["external"], "stacked"))
      .default("stacked"),
    quorumReads: z
      .literal(true)
      .meta({ title: "Quorum reads", description: "Reads are linearizable. They cannot be turned off." })
      .register(refusals, onlyQuorumReads)
      .default(true),
    disk,
  })
  .meta({ title: "etcd", description: "The store behind the API." })
  .prefault({});

/** The store behind the API. */
export const etcd = { schema } satisfies Section<typeof schema>;
