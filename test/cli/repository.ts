import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { clusterText, type Wanted } from "../kit/cluster/cluster-text.ts";

/** How a program has ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const program = join(import.meta.dirname, "../../src/cli.ts");
/** A command line that waits for a pipe would wait for ever; it is killed, and its test fails. */
const patienceMs = 60_000;

/** A temporary Git repository in which the real command line runs. */
export class Repository {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<Repository> {
    const repository = new Repository(await realpath(await mkdtemp(join(tmpdir(), "quorate-git-"))));
    await repository.git("init", "--quiet", "--initial-branch=main", ".");
    return repository;
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Writes a cluster, or any text; its path is relative to the repository. */
  async write(file: string, content: Partial<Wanted> | string): Promise<void> {
    const path = join(this.directory, file);
    await mkdir(dirname(path), { recursive: true });
    const cluster = () => clusterText({ zones: "b", backend: "local", ...(content as Partial<Wanted>) });
    await writeFile(path, typeof content === "string" ? content : cluster());
  }

  async commit(): Promise<void> {
    await this.git("add", "--all", ".");
    await this.git("commit", "--quiet", "--allow-empty", "--message", "one more");
  }

  /** Runs Git, and throws when it fails. */
  async git(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run("git", args);
    if (code !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  async quorate(...args: string[]): Promise<Ended> {
    return this.quorateIn(".", {}, ...args);
  }

  /** Runs the command line in a folder of the repository, with more environment. */
  async quorateIn(folder: string, environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
    return this.run(process.execPath, [program, ...args], folder, environment);
  }

  async run(file: string, args: readonly string[], folder = ".", environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const who = { GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@example.com" };
    const env = {
      PATH: process.env["PATH"],
      HOME: this.directory,
      NO_COLOR: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      ...who,
      GIT_COMMITTER_NAME: who.GIT_AUTHOR_NAME,
      GIT_COMMITTER_EMAIL: who.GIT_AUTHOR_EMAIL,
      ...environment,
    };
    return new Promise((resolve, reject) => {
      const options = { cwd: join(this.directory, folder), env, timeout: patienceMs, maxBuffer: 2 ** 26 };
      const child = execFile(file, args, options, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === "number") resolve({ code, stdout, stderr });
        else reject(new Error(`${file} ${args.join(" ")} did not end by itself:\n${stdout}${stderr}`));
      });
      child.stdin?.end();
    });
  }
}
