import { clip, printable } from "../cluster/printable.ts";
import type { Gate } from "../plan/gate.ts";
import { judge, watched } from "../probe/gate.ts";
import type { Snapshot, Watch } from "../probe/watch.ts";
import type { ApplyEvent } from "../report/apply-event.ts";
import type { Topology } from "../topology/topology.ts";
import type { Clock, Cloud } from "./ports.ts";
import { RunError } from "./run-error.ts";

const firstPauseMs = 250;
const longestPauseMs = 10_000;
const consoleLines = 20;
/** Characters. */
const longestLine = 400;

export interface GateWait {
  /** The gates of one moment: before a step, or after it. */
  readonly gates: readonly Gate[];
  readonly topology: Topology;
  readonly watch: Watch;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly emit: (event: ApplyEvent) => void;
}

/**
 * Waits until each of the gates has held, one after the other. What was seen when one held is what the next is judged by
 * first. Throws a RunError with the subject's last serial-console lines where one does not hold within the time-out, or when
 * the signal is aborted.
 */
export async function waitGates(wait: GateWait): Promise<void> {
  let seen: Snapshot | undefined;
  for (const gate of wait.gates) seen = await waitGate(gate, wait, seen);
}

async function waitGate(gate: Gate, wait: GateWait, seen: Snapshot | undefined): Promise<Snapshot> {
  const { gates, topology, watch, clock, timeoutMs, signal, emit } = wait;
  const { check, subject } = gate;
  const replicas = watched(topology, gates);
  const start = clock.now();
  let snapshot = seen ?? (await watch.look(replicas));
  for (let pause = firstPauseMs; ; pause = Math.min(longestPauseMs, pause * 2)) {
    const waitedMs = clock.now() - start;
    const reason = judge(gate, { members: topology.members, snapshot, waitedMs });
    const elapsedSeconds = waitedMs / 1000;
    if (reason === undefined) {
      emit({ event: "gate-passed", check, subject, elapsedSeconds });
      return snapshot;
    }
    if (signal.aborted) throw interrupted();
    if (waitedMs >= timeoutMs) throw await timedOut(gate, wait, reason);
    emit({ event: "gate-waiting", check, subject, reason, elapsedSeconds });
    await clock.sleep(pause, signal);
    snapshot = await watch.look(replicas);
  }
}

export function interrupted(): RunError {
  return new RunError("interrupted", "The run was interrupted", "Run the same command again: it goes on from here");
}

async function timedOut(gate: Gate, { topology, cloud, timeoutMs }: GateWait, reason: string): Promise<RunError> {
  const replica = topology.replicas.find(({ name }) => name === gate.subject);
  const lines = replica === undefined ? [] : await cloud.serialConsole(replica);
  return new RunError(
    "gate-timeout",
    `${gate.check} of ${gate.subject} does not hold after ${timeoutMs / 1000} s: ${reason}`,
    "Find the cause on the replica, then run the same command again: it goes on from this step",
    lines.length > 0 ? [`Serial console of ${gate.subject}:`, ...lines.slice(-consoleLines).map(consoleLine)] : [],
  );
}

/** A line of a console has no end but the one that a process on the instance gives it. */
function consoleLine(text: string): string {
  return clip(printable(text), longestLine);
}
