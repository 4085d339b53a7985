import { z } from "zod";
import { metadataKey } from "../../topology/names.ts";
import type { Machine } from "../driver.ts";
import { type Etcd, hasQuorum, learners, type Member, voters } from "./etcd.ts";
import type { World } from "./world.ts";

/** What the simulation knows about one instance. Times are milliseconds since the Unix epoch. */
export interface SimulatedReplica {
  readonly phase: "off" | "booting" | "waiting" | "running" | "halted" | "dead";
  /** When it entered its phase. */
  readonly since: number;
  readonly sequence: number;
  readonly reportedAt: number;
  /** Since when no traffic is sent to it; null while it is load-balanced. */
  readonly idleSince: number | null;
  /** What it said last about why it waits. */
  readonly waitsFor: string;
}

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

/** What a replica reports as the guest attribute `quorate/status`. */
export function statusReport(
  world: World,
  machine: Machine,
  replica: SimulatedReplica,
  drained: boolean,
): Readonly<Record<string, unknown>> {
  const key = world.keyOf(machine);
  const etcd = world.etcd(key);
  const memberId = replica.phase === "running" ? (world.dataOf(machine)?.memberId ?? null) : null;
  const member = etcd.members.find((candidate) => candidate.id === memberId);
  return {
    name: machine.name,
    memberId,
    role: member === undefined ? "none" : roleOf(etcd, member),
    voters: member === undefined ? [] : voters(etcd).map((voter) => voter.name),
    learners: member === undefined ? [] : learners(etcd).map((learner) => learner.name),
    alarms: [],
    drained,
    apiReady: member?.voter === true && hasQuorum(etcd, world.alive(key)),
    sequence: replica.sequence,
  };
}

function roleOf(etcd: Etcd, member: Member): "leader" | "follower" | "learner" {
  if (!member.voter) return "learner";
  return etcd.leader === member.id ? "leader" : "follower";
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
