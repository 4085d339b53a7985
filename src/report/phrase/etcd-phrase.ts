import type { EtcdState, Verdict } from "../../plan/step.ts";
import { counted } from "./count-phrase.ts";

/** "3 voters, tolerates 1"; with what is known of their health where some are not healthy. */
export function etcdPhrase(state: EtcdState): string {
  if (state.voters === 0) return "no etcd";
  const unwell = isUnwell(state) ? ` (${state.healthy} healthy)` : "";
  return `${counted(state.voters, "voter")}${unwell}, tolerates ${state.tolerates}`;
}

/**
 * Both ends of a step: "1 → 2 voters, tolerates 0", "2 → 3 voters, tolerates 0 → 1"; one end where they read the same, each
 * in full where some voter is not healthy.
 */
export function etcdChangePhrase(before: EtcdState, after: EtcdState): string {
  const [start, end] = [etcdPhrase(before), etcdPhrase(after)];
  if (start === end) return end;
  if (before.voters === 0 || after.voters === 0 || isUnwell(before) || isUnwell(after)) return `${start} → ${end}`;
  const tolerance = before.tolerates === after.tolerates ? "" : `${before.tolerates} → `;
  return `${before.voters} → ${counted(after.voters, "voter")}, tolerates ${tolerance}${after.tolerates}`;
}

function isUnwell({ healthy, voters }: EtcdState): boolean {
  return healthy !== null && healthy < voters;
}

/** As {@link etcdPhrase} with the quorum: "3 voters, quorum 2, tolerates 1". */
export function quorumPhrase(state: Pick<EtcdState, "voters" | "quorum" | "tolerates"> | null): string {
  if (state === null || state.voters === 0) return "no etcd";
  return `${counted(state.voters, "voter")}, quorum ${state.quorum}, tolerates ${state.tolerates}`;
}

/** Which losses of a whole zone etcd survives, in one sentence without a full stop. */
export function zoneLossPhrase(zoneLoss: Verdict["zoneLoss"]): string {
  const zones = Object.keys(zoneLoss).sort();
  const fatal = zones.filter((zone) => zoneLoss[zone] === "losesQuorum");
  if (zones.length === 0) return "no replica in any zone";
  if (fatal.length === 0) return "survives the loss of any one zone";
  if (fatal.length === 1) return `does not survive the loss of ${fatal[0]}`;
  return `does not survive the loss of ${fatal.slice(0, -1).join(", ")} or ${fatal.at(-1)}`;
}
