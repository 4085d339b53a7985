import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { quorum } from "../../../src/cluster/quorum.ts";
import {
  addMember,
  type Etcd,
  elect,
  hasQuorum,
  noCluster,
  promote,
  refusalToAdd,
  refusalToRemove,
  removeMember,
  voters,
} from "../../../src/local-cloud/simulation/etcd.ts";

/** A cluster of that many voters, all with their own names. */
function cluster(size: number): Etcd {
  let etcd = noCluster;
  for (let index = 0; index < size; index += 1) {
    const [next, member] = addMember(etcd, "seed", `r${index}`, 0);
    etcd = promote(next, member.id);
  }
  return etcd;
}

const ids = (etcd: Etcd, count: number) =>
  new Set(
    voters(etcd)
      .slice(0, count)
      .map((member) => member.id),
  );

describe("simulated etcd (A13, R1, R2)", () => {
  test("adds to one healthy voter, as from 1 to 2", () => {
    const etcd = cluster(1);
    expect(refusalToAdd(etcd, ids(etcd, 1))).toBeNull();
    const [two, member] = addMember(etcd, "seed", "r1", 0);
    expect(member.voter).toBe(false);
    expect(voters(two)).toHaveLength(1);
  });

  test.each([
    [3, 2, "etcdserver: unhealthy cluster"],
    [3, 1, "no live quorum"],
    [1, 0, "no live quorum"],
  ])("with %i voters of which %i live, adding is refused: %s", (size, alive, why) => {
    const etcd = cluster(size);
    expect(refusalToAdd(etcd, ids(etcd, alive))).toBe(why);
  });

  test("takes no second learner, and removes no voter while one learns", () => {
    const [etcd, learner] = addMember(cluster(3), "seed", "new", 0);
    const alive = new Set(etcd.members.map((member) => member.id));
    expect(refusalToAdd(etcd, alive)).toMatch(/too many learner/);
    const [voter] = voters(etcd);
    expect(voter && refusalToRemove(etcd, alive, voter)).toMatch(/learner/);
    expect(refusalToRemove(etcd, alive, learner)).toBeNull();
  });

  test("gives every member a new ID, also under an old name", () => {
    const etcd = cluster(3);
    const [old] = etcd.members;
    const [again, member] = addMember(removeMember(etcd, old?.id ?? ""), "seed", old?.name ?? "", 0);
    expect(member.id).toMatch(/^[0-9a-f]{16}$/);
    expect(member.id).not.toBe(old?.id);
    expect(again.members).toHaveLength(3);
  });

  test("whatever may be removed leaves a living quorum, and the last voter always stays", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        fc.nat(6),
        (size, up, pick) => {
          const etcd = cluster(size);
          const alive = new Set(
            voters(etcd)
              .filter((_, index) => up[index])
              .map((member) => member.id),
          );
          const subject = voters(etcd)[pick % size];
          if (subject === undefined || refusalToRemove(etcd, alive, subject) !== null) return;
          const after = elect(removeMember(etcd, subject.id), alive);
          expect(voters(after).length).toBeGreaterThan(0);
          expect(hasQuorum(after, alive)).toBe(true);
          expect(alive.has(after.leader ?? "")).toBe(true);
        },
      ),
    );
  });

  test("somebody leads exactly while the living voters are a quorum", () => {
    for (let size = 1; size <= 7; size += 1)
      for (let up = 0; up <= size; up += 1) {
        const etcd = cluster(size);
        expect(elect(etcd, ids(etcd, up)).leader !== null).toBe(up >= quorum(size));
      }
  });
});
