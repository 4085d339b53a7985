/** A command of a transcript, and what it answered when somebody read it and kept it. */
export interface Command {
  readonly line: number;
  readonly text: string;
  readonly answer: string;
}

export interface Scenario {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** A mistake in a transcript, said with its place. */
export class TranscriptError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
  }
}

/**
 * Reads a transcript: `# TITLE` begins a scenario, `> COMMAND` is a line of it, and the lines below a command are its
 * answer. What comes before the first title is for the reader.
 */
export function parseTranscript(file: string, text: string): Scenario[] {
  const scenarios: { title: string; commands: { line: number; text: string; answer: string[] }[] }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const scenario = scenarios.at(-1);
    const command = scenario?.commands.at(-1);
    if (line.startsWith("# ")) scenarios.push({ title: line.slice(2), commands: [] });
    else if (scenario === undefined || line === "") continue;
    else if (line.startsWith("> ")) scenario.commands.push({ line: index + 1, text: line.slice(2), answer: [] });
    else if (command === undefined)
      throw new TranscriptError(file, index + 1, "an answer comes below a command (`> …`)");
    else command.answer.push(line);
  }
  return scenarios.map(({ title, commands }) => ({
    title,
    commands: commands.map(({ answer, ...command }) => ({ ...command, answer: answer.join("\n") })),
  }));
}

/** A scenario as the transcript has it, which `parseTranscript` reads. */
export function printScenario({ title, commands }: Scenario): string {
  const lines = commands.flatMap(({ text, answer }) => [`> ${text}`, ...(answer === "" ? [] : [answer])]);
  return [`# ${title}`, ...lines].join("\n");
}
