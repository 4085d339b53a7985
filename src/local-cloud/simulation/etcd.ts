import { createHash } from "node:crypto";
import { quorum } from "../../cluster/quorum.ts";

/** A member of a simulated etcd cluster. */
export interface Member {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly voter: boolean;
}

/** A simulated etcd cluster: its member list and who leads. A value; changes give a new one. */
export interface Etcd {
  readonly members: readonly Member[];
  /** A member's ID; null without a leader. */
  readonly leader: string | null;
  /** How many member IDs were given out. */
  readonly issued: number;
  /** The change under way, and since when (milliseconds since the Unix epoch). */
  readonly change: { readonly kind: "promote" | "remove"; readonly id: string; readonly since: number } | null;
}

/** IDs of the members whose processes live. */
export type Alive = ReadonlySet<string>;

export const noCluster: Etcd = { members: [], leader: null, issued: 0, change: null };

export function voters(etcd: Etcd): readonly Member[] {
  return etcd.members.filter((member) => member.voter);
}

export function learners(etcd: Etcd): readonly Member[] {
  return etcd.members.filter((member) => !member.voter);
}

/** Whether the living voters are a majority. */
export function hasQuorum(etcd: Etcd, alive: Alive): boolean {
  const all = voters(etcd);
  return all.length > 0 && all.filter((member) => alive.has(member.id)).length >= quorum(all.length);
}

/** Lets a living voter lead: the one that leads already, if it can. Without quorum nobody leads. */
export function elect(etcd: Etcd, alive: Alive): Etcd {
  if (!hasQuorum(etcd, alive)) return etcd.leader === null ? etcd : { ...etcd, leader: null };
  const able = voters(etcd).filter((member) => alive.has(member.id));
  if (able.some((member) => member.id === etcd.leader)) return etcd;
  return { ...etcd, leader: able[0]?.id ?? null };
}

/** Why etcd would not take a new learner now; null when it would. */
export function refusalToAdd(etcd: Etcd, alive: Alive): string | null {
  if (!hasQuorum(etcd, alive)) return "no live quorum";
  if (etcd.change !== null && etcd.change.kind === "remove") return "a member is being removed";
  if (learners(etcd).length > 0) return "etcdserver: too many learner members in cluster";
  if (voters(etcd).some((member) => !alive.has(member.id))) return "etcdserver: unhealthy cluster";
  return null;
}

/** Why a member may not be removed now; null when it may. Nobody removes a voter while another member learns. */
export function refusalToRemove(etcd: Etcd, alive: Alive, member: Member): string | null {
  if (!hasQuorum(etcd, alive)) return "no live quorum";
  if (!member.voter) return null;
  if (learners(etcd).length > 0) return "another member is a learner";
  const stay = voters(etcd).filter((other) => other.id !== member.id);
  if (stay.filter((other) => alive.has(other.id)).length < quorum(stay.length))
    return "the living voters that stay would not be a quorum";
  return stay.length === 0 ? "the last voter stays" : null;
}

/** A new member: the only voter of a new cluster, or a learner. Its ID is new even where its name is not. */
export function addMember(etcd: Etcd, seed: string, name: string, now: number): readonly [Etcd, Member] {
  const issued = etcd.issued + 1;
  const id = createHash("sha256").update(`${seed}/${name}/${issued}`).digest("hex").slice(0, 16);
  const member = { id, name, voter: etcd.members.length === 0 };
  const change = member.voter ? null : { kind: "promote" as const, id, since: now };
  return [{ ...etcd, members: [...etcd.members, member], issued, change }, member];
}

export function promote(etcd: Etcd, id: string): Etcd {
  const members = etcd.members.map((member) => (member.id === id ? { ...member, voter: true } : member));
  return { ...etcd, members, change: null };
}

export function removeMember(etcd: Etcd, id: string): Etcd {
  return { ...etcd, members: etcd.members.filter((member) => member.id !== id), change: null };
}
