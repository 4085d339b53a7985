import { access, chmod, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { clusterText } from "../../kit/cluster/cluster-text.ts";
import { Repository } from "../repository.ts";

jest.setTimeout(120_000);

let repository: Repository;

beforeEach(async () => {
  repository = await Repository.create();
  await repository.write("clusters/life.yaml", { name: "life" });
  await repository.write("clusters/rest.yaml", { name: "rest" });
  await repository.commit();
});
afterEach(() => repository.remove());

const inRepository = (file: string) => join(repository.directory, file);
const plan = (...args: string[]) => repository.quorate("plan", "--from-git", "main", ...args);

interface Document {
  readonly plans: { cluster: string; basis: string; steps: { kind: string }[]; diagnostics: { code: string }[] }[];
  readonly diagnostics: { code: string; file: string; line: number; message: string; remedy: string }[];
}

async function planned(...args: string[]): Promise<Document & { code: number }> {
  const { code, stdout } = await plan("--format", "json", ...args);
  return { code, ...(JSON.parse(stdout) as Document) };
}

describe("a plan from a commit to the working tree (D2, D9)", () => {
  test("nothing has changed: every cluster is listed as such, and the exit code is 0", async () => {
    const { code, stdout } = await plan();
    expect(code).toBe(0);
    expect(stdout).toContain("life: unchanged (clusters/life.yaml)\nrest: unchanged (clusters/rest.yaml)\n");
    expect(stdout).toContain("0 to destroy, in 2 clusters.");
  });

  test("only a changed cluster is planned; the table shows all; the exit code is 2", async () => {
    await repository.write("clusters/life.yaml", { name: "life", zones: "bcd" });
    const { code, stdout } = await plan();
    expect(code).toBe(2);
    expect(stdout).toContain("life: grow from 1 to 3 replicas (+life-c, +life-d)\n");
    expect(stdout).toContain("basis      from the files alone");
    expect(stdout).toContain("rest: unchanged (clusters/rest.yaml)\n");
    expect(stdout).not.toContain("rest: no changes\n");
    expect(stdout).toMatch(/^rest +no changes/m);
  });

  test("a single unchanged cluster has a plan like any other", async () => {
    expect((await plan("clusters/rest.yaml")).stdout).toContain("No changes. The control plane matches");
  });

  test("Markdown leaves unchanged clusters out, too", async () => {
    await repository.write("clusters/life.yaml", { name: "life", zones: "bcd" });
    const { stdout } = await plan("--format", "markdown");
    expect(stdout).toContain("### life:");
    expect(stdout).not.toContain("### rest:");
    expect(stdout).toContain("- rest: unchanged");
  });

  test("a new file makes a new cluster", async () => {
    await repository.write("clusters/new.yaml", { name: "new" });
    const { code, plans } = await planned();
    expect(code).toBe(2);
    const created = plans.find(({ cluster }) => cluster === "new");
    expect(created?.steps.map(({ kind }) => kind)).toContain("create");
    expect(created?.basis).toBe("spec");
  });

  test("a copy of a file that is still there makes a new cluster", async () => {
    await repository.write("examples/new.yaml", { name: "new" });
    await repository.commit();
    await repository.write("clusters/new.yaml", { name: "new" });
    expect((await planned()).plans.find(({ cluster }) => cluster === "new")?.steps).not.toEqual([]);
  });

  test.each([["clusters"], ["clusters/life.yaml"], ["clusters/*.yaml"]])(
    "a deleted file changes nothing, which is a warning that names the way (Q055), asked for %s",
    async (argument) => {
      await rm(inRepository("clusters/life.yaml"));
      const { code, plans, diagnostics } = await planned(argument);
      expect(code).toBe(0);
      expect(plans.filter(({ cluster }) => cluster === "life")).toEqual([]);
      expect(diagnostics).toMatchObject([{ code: "Q055", file: "clusters/life.yaml", severity: "warning" }]);
      expect(diagnostics[0]?.remedy).toContain("quorate delete clusters/life.yaml");
    },
  );

  test("the last file is deleted with its folder", async () => {
    await rm(inRepository("clusters"), { recursive: true });
    const { code, stderr } = await plan();
    expect(code).toBe(0);
    expect(stderr.match(/Q055/g)).toHaveLength(2);
  });

  test.each(["clusters/moved.yaml", "infra/deep/life.yaml"])(
    "a file that was moved to %s is the same cluster",
    async (to) => {
      await mkdir(join(inRepository(to), ".."), { recursive: true });
      await rename(inRepository("clusters/life.yaml"), inRepository(to));
      const { stdout, code } = await plan(to);
      expect(stdout).toContain("life: no changes");
      expect(code).toBe(0);
      await repository.write(to, { name: "life", zones: "bcd" });
      expect((await plan(to)).stdout).toContain("life: grow from 1 to 3 replicas");
    },
  );

  test("another name in the same file is refused at its line, and told what it would mean (Q050)", async () => {
    await repository.write("clusters/life.yaml", { name: "renamed" });
    const { code, stdout } = await plan();
    expect(code).toBe(1);
    expect(stdout).toContain("metadata.name cannot change on a cluster that exists");
    expect(stdout).toMatch(/on clusters\/life\.yaml:4:9:\n│ {3}4: {3}name: renamed\n/);
    expect(stdout.replace(/\n│ /g, " ")).toContain("becomes a new, empty cluster with another IP");
  });

  test("another place for Terraform's state is refused at its line (Q050)", async () => {
    const text = clusterText({ name: "life", zones: "b", backend: "local" });
    await repository.write("clusters/life.yaml", text.replace("path: state", "path: elsewhere"));
    const { code, stdout } = await plan();
    expect(code).toBe(1);
    expect(stdout).toMatch(/on clusters\/life\.yaml:\d+:\d+:\n.*kind: local/);
    expect(stdout).toContain("terraform init -migrate-state");
  });

  test("a file that has errors at the commit has no plan, and the others have theirs (Q065)", async () => {
    await repository.write("clusters/rest.yaml", "kind: Cluster\n");
    await repository.commit();
    await repository.write("clusters/rest.yaml", { name: "rest" });
    await repository.write("clusters/life.yaml", { name: "life", zones: "bcd" });
    const { code, plans, diagnostics } = await planned();
    expect(code).toBe(1);
    expect(plans.map(({ cluster }) => cluster)).toEqual(["life"]);
    expect(diagnostics).toMatchObject([{ code: "Q065", file: "clusters/rest.yaml", line: 1 }]);
    expect(diagnostics[0]?.message).toMatch(/has errors at main, line \d+: .*\(Q011\)/);
  });

  test("in a folder of the repository, paths are relative to it", async () => {
    await repository.write("clusters/life.yaml", { name: "life", zones: "bcd" });
    const { stdout, code } = await repository.quorateIn(
      "clusters",
      {},
      "plan",
      "--from-git",
      "main",
      "life.yaml",
      "rest.yaml",
    );
    expect(code).toBe(2);
    expect(stdout).toContain("life: grow from 1 to 3");
    expect(stdout).toContain("rest: unchanged (rest.yaml)");
  });

  test("links are followed on both sides, inside the repository", async () => {
    await repository.write("shared/linked.yaml", { name: "linked" });
    await symlink("../shared", inRepository("clusters/there"));
    await symlink("there/linked.yaml", inRepository("clusters/linked.yaml"));
    await repository.commit();
    const { code, stdout } = await plan("clusters/linked.yaml");
    // What lies in shared/ leads out of clusters/, but not out of the folder in which the command runs.
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("linked: no changes") });
  });

  test("a file that is outside of the repository is told so (Q065)", async () => {
    const nested = "clusters/nested";
    await repository.write(`${nested}/inner.yaml`, { name: "inner" });
    await repository.git("init", "--quiet", nested);
    await repository.run("git", ["commit", "--quiet", "--allow-empty", "--message", "one"], nested);
    const run = await repository.quorateIn(nested, {}, "plan", "--from-git", "HEAD", "../life.yaml");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("(Q065)");
  });
});

describe("what Git cannot answer", () => {
  test.each(["nowhere", "-x", "--output=stolen", "main:clusters", "", "main\n"])(
    "no commit is called %j",
    async (ref) => {
      const { code, stderr } = await repository.quorate("plan", `--from-git=${ref}`);
      expect(code).toBe(1);
      expect(stderr).toContain("[unknown-ref]");
      expect(stderr).toContain("fetch-depth: 0");
    },
  );

  test("outside of any repository", async () => {
    await rm(inRepository(".git"), { recursive: true });
    const without = await plan();
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("[not-a-repository]");
  });

  test("no Git on the machine", async () => {
    const { code, stderr } = await repository.quorateIn(".", { PATH: "/nowhere" }, "plan", "--from-git", "main");
    expect(code).toBe(1);
    expect(stderr).toContain("[git-missing]");
  });

  test("--from and --from-git do not go together", async () => {
    const { code, stderr } = await plan("--from", "clusters/life.yaml");
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be used with");
  });
});

describe("a repository that is somebody else's", () => {
  test("nothing that it configures is executed", async () => {
    const trap = inRepository("trap.sh");
    await writeFile(trap, `#!/bin/sh\necho sprung >> '${inRepository("sprung")}'\n`);
    await chmod(trap, 0o755);
    for (const key of [
      "core.fsmonitor",
      "diff.external",
      "diff.evil.textconv",
      "filter.evil.smudge",
      "core.pager",
      "core.sshCommand",
    ]) {
      await repository.git("config", key, trap);
    }
    await repository.git("config", "core.hooksPath", repository.directory);
    await repository.write(".gitattributes", "*.yaml diff=evil filter=evil\n");
    await repository.write("clusters/life.yaml", { name: "life", zones: "bcd" });
    await rename(inRepository("clusters/rest.yaml"), inRepository("clusters/moved.yaml"));
    expect((await plan()).code).toBe(2);
    await expect(access(inRepository("sprung"))).rejects.toThrow("ENOENT");
    await repository.git("status");
    await expect(access(inRepository("sprung"))).resolves.toBeUndefined();
  });

  test("a bare repository among its files is not taken for the repository", async () => {
    await repository.git("clone", "--quiet", "--bare", ".", "planted");
    const { code, stderr } = await repository.quorateIn("planted", {}, "plan", "--from-git", "HEAD");
    expect(code).toBe(1);
    expect(stderr).toContain("[not-a-repository]");
  });

  test("the variables that a hook sets do not lead elsewhere", async () => {
    const hook = { GIT_DIR: "/nowhere", GIT_INDEX_FILE: "/nowhere/index", GIT_WORK_TREE: "/nowhere" };
    expect((await repository.quorateIn(".", hook, "plan", "--from-git", "main")).code).toBe(0);
  });

  test("a link that leads out of the repository at the commit is not followed (Q065)", async () => {
    await symlink("/etc/passwd", inRepository("clusters/leak.yaml"));
    await repository.commit();
    await rm(inRepository("clusters/leak.yaml"));
    await repository.write("clusters/leak.yaml", { name: "leak" });
    const { plans, diagnostics } = await planned();
    expect(plans.map(({ cluster }) => cluster)).toEqual(["life", "rest"]);
    expect(diagnostics).toMatchObject([{ code: "Q065", file: "clusters/leak.yaml" }]);
    expect(JSON.stringify(diagnostics)).not.toContain("root:");
  });

  test("a file of many megabytes at the commit is not read (Q065)", async () => {
    await repository.write("clusters/big.yaml", "a".repeat(20_000_000));
    await repository.commit();
    await repository.write("clusters/big.yaml", { name: "big" });
    expect((await planned()).diagnostics).toMatchObject([{ code: "Q065", message: expect.stringContaining("1 MiB") }]);
  });

  test("a clone with holes is told so instead of seen as new clusters, and nothing is fetched", async () => {
    await repository.git("config", "uploadpack.allowFilter", "true");
    await repository.git(
      "clone",
      "--quiet",
      "--no-checkout",
      "--filter=blob:none",
      `file://${repository.directory}`,
      "holes",
    );
    await repository.write("holes/clusters/life.yaml", { name: "life" });
    const { code, stdout, stderr } = await repository.quorateIn("holes", {}, "plan", "--from-git", "main");
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("[git-failed]");
  });
});
