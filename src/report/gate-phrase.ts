import type { Gate } from "../change/change-plan.ts";

/** What a gate asks for, in words: "prod-c votes in etcd". */
export function gatePhrase(gate: Pick<Gate, "check" | "subject">): string {
  switch (gate.check) {
    case "etcd-healthy":
      return "every etcd voter is healthy";
    case "quorum-without":
      return `etcd keeps quorum without ${gate.subject}`;
    case "member-votes":
      return `${gate.subject} votes in etcd`;
    case "member-absent":
      return `etcd does not list ${gate.subject}`;
    case "api-ready":
      return `the API server of ${gate.subject} is ready`;
    case "drained":
      return `no more traffic reaches ${gate.subject}`;
  }
}

/** The gates of one side of a step, joined: "every etcd voter is healthy; prod-c votes in etcd". Empty without gates. */
export function gatesPhrase(gates: readonly Gate[], when: Gate["when"]): string {
  return gates
    .filter((gate) => gate.when === when)
    .map(gatePhrase)
    .join("; ");
}
