import { expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { Health } from "../../src/plan/health.ts";
import type { ChangeRequest } from "../../src/plan/request.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

/** Each step with what it waits for, as `kind subject: checks before | checks after`. */
function gatesOf(from: string | null, to: string, request?: ChangeRequest, health?: Health): string[] {
  const { steps } = planChange(from === null ? null : atRest(from), atRest(to), request, health);
  return steps.map(({ kind, subject, gates }) => {
    const at = (when: string) =>
      gates.filter((gate) => gate.when === when).map((gate) => `${gate.check} ${short(gate.subject)}`);
    const odd = gates.filter(({ when }) => when !== "before" && when !== "after").map(() => "never");
    return `${kind} ${short(subject)}: ${[...at("before"), "|", ...at("after"), ...odd].join(" ")}`.trimEnd();
  });
}

const short = (name: string) => name.replace(/^prod-/, "");

test("R4: a new cluster goes on when its first replica votes and is ready, and sends traffic to others when they are", () => {
  expect(gatesOf(null, "b c d")).toEqual([
    "create b: | member-votes b api-ready b",
    "create-replicas prod: member-votes b | member-votes c api-ready c member-votes d api-ready d",
    "attach-backends prod: member-votes c api-ready c member-votes d api-ready d |",
  ]);
});

test("the right to write the secrets is withdrawn when the only replica votes, and so has used it", () => {
  expect(gatesOf(null, "b")).toEqual(["create b: | member-votes b api-ready b", "seal-secrets prod: member-votes b |"]);
});

test("R2, R4, R6: growing waits for etcd before each newcomer, for each newcomer, and for all before the IP moves", () => {
  expect(gatesOf("b", "b c d")).toEqual([
    "add-replica c: etcd-healthy c | member-votes c api-ready c",
    "add-replica d: etcd-healthy d | member-votes d api-ready d",
    "build-balancer prod: member-votes b api-ready b member-votes c api-ready c member-votes d api-ready d |",
    "move-address prod: api-ready b api-ready c api-ready d | api-ready b api-ready c api-ready d",
  ]);
});

test("R2, R3: shrinking waits for the traffic, for the member and for etcd before each next step", () => {
  expect(gatesOf("b c d", "b")).toEqual([
    "drain-backend d: api-ready b api-ready c | drained d",
    "remove-member d: drained d quorum-without d | member-absent d etcd-healthy d",
    "delete-replica d: member-absent d | etcd-healthy d",
    "drain-backend c: api-ready b | drained c",
    "remove-member c: drained c quorum-without c | member-absent c etcd-healthy c",
    "move-address prod: api-ready b | api-ready b",
    "delete-replica c: member-absent c | etcd-healthy c",
  ]);
});

test("R3: where no load balancer is, nobody waits for traffic to leave", () => {
  expect(gatesOf("b", "c")).toEqual([
    "add-replica c: etcd-healthy c | member-votes c api-ready c",
    "move-address prod: api-ready c | api-ready c",
    "remove-member b: quorum-without b | member-absent b etcd-healthy b",
    "delete-replica b: member-absent b | etcd-healthy b",
  ]);
});

test("R12: a restart waits until the replica is drained, does not lead and is not needed, and then until it is back", () => {
  expect(gatesOf("b c d", "b! c d")).toEqual([
    "drain-backend b: api-ready c api-ready d | drained b",
    "update-replica b: drained b quorum-while-down b not-leader b | member-votes b api-ready b etcd-healthy b",
    "attach-backend b: member-votes b api-ready b |",
  ]);
});

test("R12: a restart that is an outage waits for nothing that only a quorum could give", () => {
  expect(gatesOf("b", "b!", { kind: "none", acceptOutage: true })).toEqual([
    "update-replica b: | member-votes b api-ready b etcd-healthy b",
  ]);
});

test("R2: where a second one is dead, the first removal ends when the others are a quorum: all healthy they cannot be", () => {
  const health = { "prod-b": "healthy", "prod-c": "healthy", "prod-d": "healthy", "prod-e": "dead", "prod-f": "dead" };
  expect(gatesOf("b c d e@b f@c", "b c d", { kind: "none" }, health as Health)).toEqual([
    "drain-backend f: api-ready b api-ready c api-ready d | drained f",
    "remove-member f: drained f quorum-without f | member-absent f quorum-while-down f",
    "delete-replica f: member-absent f | quorum-while-down f",
    "drain-backend e: api-ready b api-ready c api-ready d | drained e",
    "remove-member e: drained e quorum-without e | member-absent e etcd-healthy e",
    "delete-replica e: member-absent e | etcd-healthy e",
  ]);
});
