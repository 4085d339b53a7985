import { existsSync } from "node:fs";
import { join } from "node:path";
import { defaultFolder } from "../../adapters/cluster-files.ts";
import { createFile } from "../../adapters/replace-file.ts";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { newClusterFile } from "../../cluster/edit/new-cluster-file.ts";
import { fullZone } from "../../cluster/edit/zone.ts";
import { clusterJsonSchema } from "../../cluster/json-schema.ts";
import { parseClusterFile } from "../../cluster/parse.ts";
import type { Problem } from "../../cluster/problem.ts";
import { asArgument } from "../edit/edit-file.ts";
import type { ExitCode } from "../exit.ts";
import { type Screen, tellDiagnostics } from "../screen.ts";
import { type Dialogue, terminalDialogue } from "./dialogue.ts";
import { type Answers, listOf, type Question, questions } from "./init-questions.ts";

/** Answers from the command line. */
export interface InitOptions extends Answers {
  /** Take what would be proposed where there is no answer, and ask nothing. */
  readonly yes: boolean;
}

const schemaFile = join("schema", "cluster.schema.json");

/** `quorate init`: writes the first file of a cluster below a directory. Asks for what is missing, on a terminal. */
export async function init(
  directory: string,
  options: InitOptions,
  screen: Screen,
  openDialogue: () => Dialogue = terminalDialogue,
): Promise<ExitCode> {
  const asking = screen.interactive && !options.yes;
  const asked = questions.map((question) => unlessTaken(question, directory));
  const given = check(asked, options, asking);
  if (given.problems.length > 0) return refuse(screen, given.problems);
  const answers = asking ? await ask(asked, given.answers, screen, openDialogue) : given.answers;
  if (answers === undefined) {
    screen.tell("\nNothing was written.\n");
    return 1;
  }
  return write(directory, answers, screen);
}

/** The name is not to be that of a file which is there: better said before the other questions than after. */
function unlessTaken(question: Question, directory: string): Question {
  if (question.key !== "name") return question;
  const problem: Question["problem"] = (name, answers) => {
    const file = fileOf(directory, name);
    return question.problem(name, answers) ?? (existsSync(file) ? existsAlready(file) : undefined);
  };
  return { ...question, problem };
}

function fileOf(directory: string, name: string): string {
  return join(directory, defaultFolder, `${name}.yaml`);
}

/** The valid answers of the command line, and what is wrong with the others or missing. */
function check(
  asked: readonly Question[],
  options: InitOptions,
  asking: boolean,
): { answers: Answers; problems: Problem[] } {
  let answers: Answers = {};
  const problems: Problem[] = [];
  for (const question of asked) {
    const answer = options[question.key] ?? (options.yes ? question.proposal?.(answers) : undefined);
    const problem = answer === undefined ? missing(question, asking) : question.problem(answer, answers);
    if (problem !== undefined) problems.push({ ...problem, message: `${question.flag}: ${problem.message}` });
    else if (answer !== undefined) answers = { ...answers, [question.key]: answer };
  }
  return { answers, problems };
}

function missing({ flag, what }: Question, asking: boolean): Problem | undefined {
  if (asking) return undefined;
  const remedy = `Give it with ${flag}, or run quorate init on a terminal without --yes`;
  return { code: "Q075", message: `There is no ${what}`, remedy };
}

async function ask(
  asked: readonly Question[],
  given: Answers,
  screen: Screen,
  openDialogue: () => Dialogue,
): Promise<Answers | undefined> {
  const dialogue = openDialogue();
  try {
    let answers = given;
    for (const question of asked) {
      if (answers[question.key] !== undefined) continue;
      const answer = await askOne(question, answers, screen, dialogue);
      if (answer === undefined) return undefined;
      answers = { ...answers, [question.key]: answer };
    }
    return answers;
  } finally {
    dialogue.close();
  }
}

/** Asks until the answer is valid; undefined when the input ends. */
async function askOne(question: Question, answers: Answers, screen: Screen, dialogue: Dialogue) {
  const proposal = question.proposal?.(answers);
  for (;;) {
    const typed = await dialogue.ask(`${question.prompt}${proposal === undefined ? "" : ` [${proposal}]`}: `);
    if (typed === undefined) return undefined;
    const answer = typed === "" ? (proposal ?? "") : typed;
    const problem = question.problem(answer, answers);
    if (problem === undefined) return answer;
    screen.tell(`  ${problem.message}. ${problem.remedy}.\n`);
  }
}

async function write(directory: string, answers: Answers, screen: Screen): Promise<ExitCode> {
  const { name = "", project = "", region = "", zones = "", allowedCidr = "", bucket = "" } = answers;
  const file = fileOf(directory, name);
  const text = newClusterFile(
    {
      name,
      project,
      region,
      zones: listOf(zones).map((zone) => fullZone(region, zone)),
      allowedCidrs: listOf(allowedCidr),
      bucket,
    },
    `../${schemaFile}`,
  );
  const { spec, diagnostics, source } = parseClusterFile(text, file);
  tellDiagnostics(screen, diagnostics, [{ file, text, spec, diagnostics, source }]);
  if (spec === undefined) return 1;
  const written = await createFile(file, text);
  if (written === "exists") return refuse(screen, [existsAlready(file)]);
  if (written !== "created") return refuse(screen, [written]);
  await createFile(join(directory, schemaFile), `${JSON.stringify(clusterJsonSchema(), null, 2)}\n`);
  screen.print(`Wrote ${file}, with ${schemaFile} for editors beside it.\n\n${nextSteps(asArgument(file), spec)}`);
  return 0;
}

function existsAlready(file: string): Problem {
  return {
    code: "Q074",
    message: `There is a file ${file} already`,
    remedy: "Choose another name, or edit that file, as with quorate add and quorate remove",
  };
}

function nextSteps(file: string, { project, terraform: { backend } }: ClusterSpec): string {
  const named =
    backend.kind === "gcs"
      ? `
For the GitHub Action to verify the plan of this file before it is merged, its workflow has to name the bucket:
  backends: ${project} ${backend.bucket}
`
      : "";
  return `Next:
  quorate plan ${file}    what creating it takes
  quorate apply ${file}   create it, step by step
${named}
To try it without an account, first run: eval "$(quorate local start)"
`;
}

function refuse(screen: Screen, problems: readonly Problem[]): ExitCode {
  const diagnostics = problems.map((problem): Diagnostic => ({ severity: "error", ...problem }));
  tellDiagnostics(screen, diagnostics, []);
  return 1;
}
