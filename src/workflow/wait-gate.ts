import type { Gate } from "../change/change-plan.ts";
import { judge, watched } from "../probe/gate.ts";
import type { Watch } from "../probe/watch.ts";
import type { ApplyEvent } from "../report/apply-event.ts";
import type { Topology } from "../topology/topology.ts";
import type { Clock, Cloud } from "./ports.ts";
import { RunError } from "./run-error.ts";

const firstPauseMs = 250;
const longestPauseMs = 10_000;
const consoleLines = 20;

export interface GateWait {
  readonly gate: Gate;
  readonly topology: Topology;
  readonly watch: Watch;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly emit: (event: ApplyEvent) => void;
}

/**
 * Waits until the gate holds. Throws a RunError with the subject's last serial-console lines when it does not within
 * the time-out, or when the signal is aborted.
 */
export async function waitGate(wait: GateWait): Promise<void> {
  const { gate, topology, watch, clock, timeoutMs, signal, emit } = wait;
  const { check, subject } = gate;
  const start = clock.now();
  let pause = firstPauseMs;
  for (;;) {
    const snapshot = await watch.look(watched(topology, gate));
    const waitedMs = clock.now() - start;
    const reason = judge(gate, { members: topology.members, snapshot, waitedMs });
    const elapsedSeconds = waitedMs / 1000;
    if (reason === undefined) {
      emit({ event: "gate-passed", check, subject, elapsedSeconds });
      return;
    }
    if (signal.aborted) throw interrupted();
    if (waitedMs >= timeoutMs) throw await timedOut(wait, reason);
    emit({ event: "gate-waiting", check, subject, reason, elapsedSeconds });
    await clock.sleep(pause, signal);
    pause = Math.min(longestPauseMs, pause * 2);
  }
}

export function interrupted(): RunError {
  return new RunError("interrupted", "The run was interrupted", "Run the same command again: it goes on from here");
}

async function timedOut({ gate, topology, cloud, timeoutMs }: GateWait, reason: string): Promise<RunError> {
  const replica = topology.replicas.find(({ name }) => name === gate.subject);
  const lines = replica === undefined ? [] : await cloud.serialConsole(replica);
  return new RunError(
    "gate-timeout",
    `${gate.check} of ${gate.subject} does not hold after ${timeoutMs / 1000} s: ${reason}`,
    "Find the cause on the replica, then run the same command again: it goes on from this step",
    lines.length > 0 ? [`Serial console of ${gate.subject}:`, ...lines.slice(-consoleLines)] : [],
  );
}
