import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Draft, fastImport, type Signature } from "./change.ts";
import { GitProgram } from "./program.ts";

const temporary = "refs/fake/draft";
const sha = /^[0-9a-f]{40}$/;

/**
 * The commits of a repository and of all its forks, in one bare repository, as GitHub keeps them: a fork's commits can
 * be read through the repository that it was forked from.
 */
export class GitStore {
  readonly program: GitProgram;

  private constructor(program: GitProgram) {
    this.program = program;
  }

  static async create(): Promise<GitStore> {
    const program = new GitProgram(await mkdtemp(join(tmpdir(), "quorate-fake-git-")));
    await program.run(["init", "--quiet", "--bare", "--initial-branch=main", "."]);
    // As GitHub does: whoever knows a commit's name may fetch it.
    await program.run(["config", "uploadpack.allowAnySHA1InWant", "true"]);
    return new GitStore(program);
  }

  /** Where `git clone` and `git fetch` find it. */
  get url(): string {
    return `file://${this.program.directory}`;
  }

  async remove(): Promise<void> {
    await rm(this.program.directory, { recursive: true, force: true });
  }

  /** Writes a commit that no reference names yet, and answers with its name. */
  async commit(draft: Draft): Promise<string> {
    const said = await this.program.run(["fast-import", "--quiet", "--force"], fastImport(draft, temporary));
    const oid = said.toString("utf8").trim();
    if (!sha.test(oid)) throw new Error(`git fast-import named no commit: ${oid}`);
    return oid;
  }

  /** The commit that merges two; undefined when they conflict. */
  async merge(base: string, head: string, message: string, by: Signature): Promise<string | undefined> {
    return this.#join(base, head, [base, head], message, by);
  }

  /** One commit on the base with all that the head brings; undefined when they conflict. */
  async squash(base: string, head: string, message: string, by: Signature): Promise<string | undefined> {
    return this.#join(base, head, [base], message, by);
  }

  /** Lets a reference name a commit, whatever it named before; null deletes it. */
  async point(reference: string, oid: string | null): Promise<void> {
    await this.program.run(oid === null ? ["update-ref", "-d", reference] : ["update-ref", reference, oid]);
  }

  /**
   * Lets a reference name a commit only if it still names `expected`. Answers whether it did. Git itself compares, so
   * that of two at the same time one loses.
   */
  async advance(reference: string, oid: string, expected: string): Promise<boolean> {
    return (await this.program.attempt(["update-ref", reference, oid, expected])).code === 0;
  }

  /** The commit that a reference or a full object name stands for. */
  async resolve(name: string): Promise<string | undefined> {
    if (!sha.test(name) && !name.startsWith("refs/")) return undefined;
    const { code, stdout } = await this.program.attempt(["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
    return code === 0 ? stdout.toString("utf8").trim() : undefined;
  }

  async isAncestor(ancestor: string, of: string): Promise<boolean> {
    return (await this.program.attempt(["merge-base", "--is-ancestor", ancestor, of])).code === 0;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { code, stdout } = await this.program.attempt(["merge-base", one, other]);
    return code === 0 ? stdout.toString("utf8").trim() : undefined;
  }

  async #join(
    base: string,
    head: string,
    parents: readonly string[],
    message: string,
    by: Signature,
  ): Promise<string | undefined> {
    const { code, stdout } = await this.program.attempt(["merge-tree", "--write-tree", base, head]);
    if (code !== 0) return undefined;
    const tree = stdout.toString("utf8").split("\n")[0] ?? "";
    const who = (role: string) => `${role} ${by.name} <${by.email}> ${by.seconds} +0000\n`;
    const object = [
      `tree ${tree}\n`,
      ...parents.map((parent) => `parent ${parent}\n`),
      ...[who("author"), who("committer"), "\n", message, "\n"],
    ].join("");
    const written = await this.program.run(["hash-object", "-t", "commit", "-w", "--stdin"], object);
    return written.toString("utf8").trim();
  }
}
