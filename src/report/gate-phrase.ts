import type { Check, Gate } from "../change/change-plan.ts";

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
  const names = subjects.join(", ");
  const one = subjects.length === 1;
  switch (check) {
    case "etcd-healthy":
      return "every etcd voter is healthy";
    case "quorum-without":
      return `etcd keeps quorum without ${names}`;
    case "quorum-while-down":
      return `etcd keeps quorum while ${names} is down`;
    case "not-leader":
      return `etcd's leader is not ${names}`;
    case "member-votes":
      return `${names} ${one ? "votes" : "vote"} in etcd`;
    case "member-absent":
      return `etcd does not list ${names}`;
    case "api-ready":
      return one ? `the API server of ${names} is ready` : `the API servers of ${names} are ready`;
    case "drained":
      return `no more traffic reaches ${names}`;
  }
}
