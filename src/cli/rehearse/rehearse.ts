import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type ClusterFile, diagnosticsOf, readClusterFile, specOf } from "../../adapters/cluster-files.ts";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import type { Incident, Moment, Rehearsal, StepRun } from "../../rehearse/rehearsal.ts";
import { renderReport } from "../../rehearse/report.ts";
import { renderTimeline } from "../../rehearse/timeline.ts";
import { judge } from "../../rehearse/verdict.ts";
import type { ExitCode } from "../exit.ts";
import { findLab, LabError } from "../local/lab.ts";
import { type Screen, tellDiagnostics } from "../screen.ts";
import { type Fault, strike } from "./rehearsal-fault.ts";
import { RehearsalLab } from "./rehearsal-lab.ts";

export interface RehearseOptions {
  /** The cluster file as it is now; nothing: the rehearsal creates the cluster. */
  readonly from?: string;
  readonly fault?: Fault;
  /** The number of the step during which the fault happens. */
  readonly during: number;
  /** Seconds. */
  readonly gateTimeout: number;
  /** Where report.md and timeline.svg are written. */
  readonly out?: string;
}

const folder = join(".quorate", "rehearsal");
const lookMs = 250;
const settleMs = 120_000;
const afterMs = 5_000;

/**
 * `quorate rehearse`: the plan's steps on real control planes of this machine, with clients that write and read all the
 * time. Answers 0 when nothing was lost, nothing stale was read and the cluster came to what the file asks for.
 */
export async function rehearseFile(path: string, options: RehearseOptions, screen: Screen): Promise<ExitCode> {
  // Each by itself: two files of one cluster are a mistake anywhere else.
  const wanted = await readClusterFile(path);
  const from = options.from === undefined ? undefined : await readClusterFile(options.from);
  const files = from === undefined ? [wanted] : [wanted, from];
  tellDiagnostics(screen, diagnosticsOf(files), files);
  if (files.some(({ diagnostics }) => hasErrors(diagnostics))) return 1;
  if (from !== undefined && specOf(from).name !== specOf(wanted).name)
    throw new LabError(
      `${from.file} and ${wanted.file} are not of one cluster.`,
      "Give --from the same cluster's file",
    );
  const lab = await RehearsalLab.open(folder, await findLab(screen));
  try {
    const rehearsal = await perform(lab, wanted, from, options, screen);
    const report = renderReport(rehearsal);
    screen.print(`\n${report}`);
    if (options.out !== undefined) {
      await mkdir(options.out, { recursive: true });
      await writeFile(join(options.out, "report.md"), report);
      await writeFile(join(options.out, "timeline.svg"), renderTimeline(rehearsal));
    }
    return judge(rehearsal).passed ? 0 : 1;
  } finally {
    await lab.close();
  }
}

async function perform(
  lab: RehearsalLab,
  wanted: ClusterFile,
  before: ClusterFile | undefined,
  { fault, during, gateTimeout }: RehearseOptions,
  screen: Screen,
): Promise<Rehearsal> {
  const spec = specOf(wanted);
  const tell = (line: string) => screen.tell(`${line}\n`);
  if (before !== undefined) {
    tell(`Creating ${spec.name} as it is now`);
    if (!(await lab.apply(before.text, gateTimeout, tell)))
      throw new LabError("The cluster of --from could not be created.", "See above");
    await lab.clients.start();
  }
  tell(`Rehearsing ${wanted.file}`);
  const from = Date.now();
  const over = new AbortController();
  const moments: Moment[] = [];
  const looking = lookOften(lab, spec, moments, over.signal);
  const steps: StepRun[] = [];
  const incidents: Incident[] = [];
  const striking: Promise<void>[] = [];
  let applying = false;
  const watch = (line: string) => {
    tell(line);
    // Before that the plan is shown, with its steps.
    applying ||= /: applying \d+ steps? of plan /.test(line);
    if (!applying) return;
    const began = /^Step (\d+) of \d+: (.*)$/.exec(line);
    if (began !== null) {
      steps.push({ title: began[2] ?? "", from: Date.now(), to: null });
      if (fault !== undefined && steps.length === during) striking.push(strike(fault, lab, spec, incidents));
    }
    const last = steps.at(-1);
    if (/^Step \d+ complete/.test(line) && last !== undefined) steps.splice(-1, 1, { ...last, to: Date.now() });
  };
  const clients = before === undefined ? lab.clients.start() : Promise.resolve();
  const attempt = () => {
    applying = false;
    return lab.apply(wanted.text, gateTimeout, watch);
  };
  let arrived = await attempt();
  await Promise.all(striking);
  if (!arrived && striking.length > 0) {
    incidents.push({ at: Date.now(), what: "the run is begun again" });
    arrived = await attempt();
  }
  if (fault !== undefined && incidents.length === 0)
    throw new LabError(
      `Nothing went wrong: there was no step ${during}, or nobody led etcd in it.`,
      `Give --during a number from 1 to ${steps.length}`,
    );
  await clients;
  arrived &&= await settled(lab, spec);
  await pause(afterMs);
  const to = Date.now();
  over.abort();
  await looking;
  const present = await lab.clients.stop();
  const journal = lab.journal();
  const led = journal.flatMap((entry) =>
    entry.kind === "driver" && entry.event === "leader-moved" && entry.at >= from
      ? [{ at: entry.at, what: `${entry.subject} leads etcd` }]
      : [],
  );
  return {
    cluster: spec.name,
    ...{ from, to, steps, moments, arrived, present },
    incidents: [...incidents, ...led].sort((a, b) => a.at - b.at),
    requests: lab.clients.history,
  };
}

/** Looks at the cluster all the time until it is over. */
async function lookOften(lab: RehearsalLab, spec: ClusterSpec, moments: Moment[], over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const moment = await lab.look(spec).catch(() => undefined);
    // The cloud is gone only when the rehearsal has failed, which is told elsewhere.
    if (moment === undefined) return;
    moments.push(moment);
    await pause(lookMs, undefined, { signal: over }).catch(() => undefined);
  }
}

/** Whether all that the file wants are living voters within a while. */
async function settled(lab: RehearsalLab, spec: ClusterSpec): Promise<boolean> {
  const names = String(spec.controlPlane.replicas.map(({ name }) => name).sort());
  for (const deadline = Date.now() + settleMs; Date.now() < deadline; await pause(500)) {
    const { voters, learners, alive } = await lab.look(spec);
    if ([voters, alive].every((list) => String(list.toSorted()) === names) && learners.length === 0) return true;
  }
  return false;
}
