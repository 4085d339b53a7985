import { execFile } from "node:child_process";

/** The installed Git on one bare repository, without anybody's settings. */
export class GitProgram {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** What Git says on its standard output, as it is. Throws when Git fails. */
  async run(args: readonly string[], input: string | Buffer = ""): Promise<Buffer> {
    const { code, stdout, stderr } = await this.attempt(args, input);
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** One line of text. */
  async line(...args: string[]): Promise<string> {
    return (await this.run(args)).toString("utf8").trim();
  }

  /** Where the exit code is the answer. */
  async attempt(args: readonly string[], input: string | Buffer = ""): Promise<GitEnded> {
    return new Promise((resolve, reject) => {
      const options = { encoding: "buffer", env: environment, maxBuffer: 2 ** 28, timeout: 60_000 } as const;
      const child = execFile("git", ["-C", this.directory, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === "number") resolve({ code, stdout, stderr: stderr.toString("utf8").trim() });
        else reject(error);
      });
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
    });
  }
}

/** How Git has ended. */
export interface GitEnded {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const environment = {
  PATH: process.env["PATH"],
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
};
