import type { Check, Gate } from "../../plan/gate.ts";

/** What a gate asks for, in words: "prod-c votes in etcd". */
export function gatePhrase(gate: Pick<Gate, "check" | "subject">): string {
  return phrase(gate.check, [gate.subject]);
}

/**
 * The gates of one side of a step, joined, those that ask the same together: "every etcd voter is healthy; prod-b, prod-c
 * vote in etcd". Empty without gates.
 */
export function gatesPhrase(gates: readonly Gate[], when: Gate["when"]): string {
  const subjects = new Map<Check, string[]>();
  for (const { check, subject } of gates.filter((gate) => gate.when === when)) {
    subjects.set(check, [...(subjects.get(check) ?? []), subject]);
  }
  return [...subjects].map(([check, names]) => phrase(check, names)).join("; ");
}

function phrase(check: Check, subjects: readonly string[]): string {
  return phrases[check](subjects.join(", "), subjects.length === 1);
}

const phrases = {
  "etcd-healthy": () => "every etcd voter is healthy",
  "quorum-without": (names) => `etcd keeps quorum without ${names}`,
  "quorum-while-down": (names) => `etcd keeps quorum while ${names} is down`,
  "not-leader": (names) => `etcd's leader is not ${names}`,
  "member-votes": (names, one) => `${names} ${one ? "votes" : "vote"} in etcd`,
  "member-absent": (names) => `etcd does not list ${names}`,
  "api-ready": (names, one) => (one ? `the API server of ${names} is ready` : `the API servers of ${names} are ready`),
  drained: (names) => `no more traffic reaches ${names}`,
} satisfies Record<Check, (names: string, one: boolean) => string>;
