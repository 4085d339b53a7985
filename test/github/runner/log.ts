import { commandOf } from "./commands.ts";

/** A remark that GitHub shows on a file's line, or on the run. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  readonly column: number | undefined;
  readonly endColumn: number | undefined;
}

/** What the runner makes of an action's output. */
export interface Log {
  /** What people see, with secrets masked. */
  readonly text: string;
  readonly annotations: readonly Annotation[];
  /** Titles of the groups that were opened. */
  readonly groups: readonly string[];
  readonly masks: readonly string[];
  /** Names of commands that no action of today should give: set-output, save-state, set-env, add-path and the like. */
  readonly odd: readonly string[];
}

const usual = new Set([
  "debug",
  "notice",
  "warning",
  "error",
  "group",
  "endgroup",
  "stop-commands",
  "add-mask",
  "echo",
]);

/**
 * Reads output as the runner does, standard output and standard error alike. A carriage return ends a line too, and so,
 * to be on the safe side, does whatever Unicode calls a line end.
 * @param secrets what is masked from the beginning, as the job's token is
 */
export function readLog(output: string, secrets: readonly string[]): Log {
  const masks = [...secrets];
  const shown: string[] = [];
  const annotations: Annotation[] = [];
  const groups: string[] = [];
  const odd: string[] = [];
  let stopped: string | undefined;
  for (const line of output.split(/\r\n|[\r\n\u0085\u2028\u2029]/)) {
    const command = commandOf(line, stopped);
    if (command === undefined || (stopped !== undefined && command.name !== stopped.toLowerCase())) {
      shown.push(line);
      continue;
    }
    const { name, properties, data } = command;
    if (stopped !== undefined) stopped = undefined;
    else if (name === "stop-commands") stopped = data;
    else if (name === "add-mask") masks.push(...[data, ...data.split(/\r?\n/)].filter((each) => each.trim() !== ""));
    else if (name === "group") groups.push(data);
    else if (name === "error" || name === "warning" || name === "notice") {
      annotations.push(annotation(name, properties, data));
      shown.push(`${name[0]?.toUpperCase()}${name.slice(1)}: ${data}`);
    } else if (!usual.has(name)) odd.push(name);
  }
  const masked = (text: string) => masks.reduce((done, secret) => done.replaceAll(secret, "***"), text);
  return { text: masked(shown.join("\n")), annotations, groups, masks, odd };
}

function annotation(level: Annotation["level"], of: Readonly<Record<string, string>>, message: string): Annotation {
  const number = (name: string) => (of[name] === undefined ? undefined : Number(of[name]));
  return {
    level,
    message,
    title: of["title"],
    file: of["file"],
    line: number("line"),
    endLine: number("endline"),
    column: number("col"),
    endColumn: number("endcolumn"),
  };
}
