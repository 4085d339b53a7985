import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { project } from "../../kit/cluster/cluster-text.ts";
import { ask } from "../../kit/journal/inventory.ts";
import { Workbench } from "../../kit/run/workbench.ts";

jest.setTimeout(300_000);

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
}, 900_000);
afterAll(() => bench.close());

/** The calls that change something, of the cloud and of the bucket that holds the state. */
const writes = (since: number) => bench.journal(since).filter(({ kind }) => kind === "call");

describe("a verified plan (D2) looks and changes nothing", () => {
  test("of a new cluster", async () => {
    const mark = bench.mark;
    const { code, stdout } = await bench.quorate(["plan", await bench.write({ zones: "b" }), "--verify"]);
    expect(stdout).toContain("verified against refreshed state");
    expect(code).toBe(2);
    expect(writes(mark)).toEqual([]);
  });

  test("R19: what somebody has committed where Terraform works is not read", async () => {
    const evil = `terraform {\n  required_providers {\n    x = {\n      source = "evil/x"\n    }\n  }\n}\n`;
    for (const command of ["work", "verify"]) {
      const planted = join(bench.directory, ".quorate", command, "quorate", project, "life");
      await mkdir(planted, { recursive: true });
      await writeFile(join(planted, "evil.tf"), evil);
      await writeFile(join(planted, "errored.tfstate"), "{}");
    }
    const file = await bench.write({ zones: "b" });
    expect(await bench.quorate(["plan", file, "--verify"])).toMatchObject({ code: 2 });
    await bench.apply({ zones: "b" });
    const work = await readdir(join(bench.directory, ".quorate", "work", "quorate", project, "life"));
    expect(work).not.toContain("evil.tf");
    // A state that Terraform could not store is nobody's to throw away.
    expect(work).toContain("errored.tfstate");
  });

  test("of one that is as its file asks for, and of a change", async () => {
    const mark = bench.mark;
    expect(await bench.quorate(["plan", "cluster.yaml", "--verify"])).toMatchObject({ code: 0 });
    const grown = await bench.quorate(["plan", await bench.write({ zones: "bcd" }), "--verify"]);
    expect(grown).toMatchObject({ code: 2, stdout: expect.stringContaining("grow from 1 to 3 replicas") });
    expect(writes(mark)).toEqual([]);
  });

  test("the plan that was verified is the one that is applied, by its digest", async () => {
    const { stdout } = await bench.quorate(["plan", "cluster.yaml", "--verify", "--format", "json"]);
    const { digest, basis } = JSON.parse(stdout) as { digest: string; basis: string };
    expect(basis).toBe("verified");
    const applied = await bench.quorate(["apply", "cluster.yaml", "--plan", digest, "--gate-timeout", "60"]);
    expect(applied).toMatchObject({ code: 0 });
  });

  test("the file of a verified plan is as good as its digest, and tells what differs from what would happen now", async () => {
    const reviewed = await bench.quorate(["plan", await bench.write({ zones: "b" }), "--verify", "--format", "json"]);
    await writeFile(join(bench.directory, "plan.json"), reviewed.stdout);
    await bench.write({ zones: "bcdbc" });
    const mark = bench.mark;
    const other = await bench.quorate(["apply", "cluster.yaml", "--plan", "plan.json"]);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("[plan-changed]") });
    expect(other.stderr).toMatch(/^ {2}- Take life-[cd] out of the load balancer$/m);
    expect(other.stderr).toMatch(/^ {2}\+ Add replica life-b2 in europe-west1-b$/m);
    expect(writes(mark).filter((call) => "path" in call && call.path.startsWith("/compute/"))).toEqual([]);
  });

  test("a replica that is dead is no voter to count on", async () => {
    await ask(bench.cloud, "/local/v1/instances/life-c:kill", "POST");
    const { code, stdout, stderr } = await bench.quorate(["plan", await bench.write({ zones: "bcdbc" }), "--verify"]);
    expect({ code, said: stdout + stderr }).toEqual({ code: 1, said: expect.stringContaining("life-c") });
  });
});
