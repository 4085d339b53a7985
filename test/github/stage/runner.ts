import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Run } from "../../kit/run/run.ts";
import { readFileCommand } from "../runner/file-command.ts";
import { type Log, readLog } from "../runner/log.ts";
import { inputVariables, readMetadata } from "../runner/metadata.ts";

/** A job's step that uses the action. */
export interface Step {
  /** The folder with action.yml. */
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The job's GITHUB_TOKEN. */
  readonly token: string;
  readonly event: { readonly name: string; readonly payload: object };
  /** The folder that the job works in. */
  readonly workspace: string;
  /** The rest of what the runner sets, and what the workflow's `env` adds. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; a minute unless told. */
  readonly timeoutMs?: number;
}

/** How a step has ended. */
export interface StepEnded extends Log {
  /** 0: the step succeeded. */
  readonly code: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** What stood in the files that outputs name, by output: the runner's temporary folder is gone by now. */
  readonly files: Readonly<Record<string, string>>;
  /** The step summary in Markdown. */
  readonly summary: string;
  /** What was printed, as it was printed. */
  readonly raw: string;
  /** Milliseconds from its start to its end. */
  readonly took: number;
}

/** A step that is running. */
export interface RunningStep {
  readonly run: Run;
  readonly ended: Promise<StepEnded>;
}

/** Starts the action's main program in a process of its own, as GitHub's runner does. */
export async function startStep(step: Step): Promise<RunningStep> {
  const metadata = await readMetadata(join(step.action, "action.yml"));
  if (metadata.runs.using !== "node24") throw new Error(`no runner for ${metadata.runs.using} here`);
  const temporary = await mkdtemp(join(tmpdir(), "quorate-runner-"));
  const channels = Object.fromEntries(
    ["OUTPUT", "STATE", "ENV", "PATH", "STEP_SUMMARY"].map((name) => [`GITHUB_${name}`, join(temporary, name)]),
  );
  await Promise.all(Object.values(channels).map((file) => writeFile(file, "")));
  const eventPath = join(temporary, "event.json");
  await writeFile(eventPath, JSON.stringify(step.event.payload));
  const home = join(temporary, "home");
  await mkdir(home);
  const started = performance.now();
  const run = new Run(process.execPath, [join(step.action, metadata.runs.main)], {
    cwd: step.workspace,
    env: {
      PATH: [dirname(process.execPath), process.env["PATH"]].join(":"),
      HOME: home,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION_PATH: step.action,
      GITHUB_EVENT_NAME: step.event.name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_WORKSPACE: step.workspace,
      RUNNER_OS: "Linux",
      RUNNER_ARCH: "X64",
      RUNNER_TEMP: temporary,
      RUNNER_TOOL_CACHE: join(temporary, "tools"),
      ...channels,
      ...step.environment,
      ...inputVariables(metadata, step.inputs, step.token),
    },
    timeoutMs: step.timeoutMs ?? 60_000,
  });
  const read = async (): Promise<StepEnded> => {
    try {
      const { code, stdout, stderr } = await run.ended;
      const took = performance.now() - started;
      const summary = await readFile(channels["GITHUB_STEP_SUMMARY"] ?? "", "utf8");
      const outputs = readFileCommand(await readFile(channels["GITHUB_OUTPUT"] ?? "", "utf8"));
      const unknown = Object.keys(outputs).filter((name) => !(name in metadata.outputs));
      if (unknown.length > 0) throw new Error(`action.yml has no output ${unknown.join(", ")}`);
      const named = Object.entries(outputs).filter(([, value]) => value.startsWith(`${temporary}/`));
      const contents = await Promise.all(named.map(async ([name, file]) => [name, await readFile(file, "utf8")]));
      const raw = `${stdout}\n${stderr}`;
      return { code, outputs, files: Object.fromEntries(contents), summary, raw, took, ...readLog(raw, [step.token]) };
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  };
  const ended = read();
  // Whoever awaits it sees the rejection; until then it must not count as unhandled.
  ended.catch(() => undefined);
  return { run, ended };
}
