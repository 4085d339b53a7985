import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { ensureGoogleProvider } from "../kit/google-provider.ts";
import { canMakeNamespaces } from "../kit/local-cloud/namespace-cloud.ts";
import { patience } from "./control-plane-lab.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "quorate-rehearsal-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

(canMakeNamespaces ? test : test.skip).each([
  ["kill-leader", "is killed"],
  ["partition", "is cut off from everybody"],
])(
  "D11: one to three with %s: reported step by step, and nothing acknowledged is lost",
  async (fault, said) => {
    const provider = await ensureGoogleProvider({ log: (line) => process.stderr.write(`${line}\n`) });
    const example = (name: string) => join(root, "examples", "demo", name);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[join(root, "src", "cli.ts"), "rehearse", example("three-replicas.yaml")],
        ...["--from", example("one-replica.yaml"), "--fault", fault, "--during", "4", "--out", "report"],
      ],
      {
        cwd: directory,
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...process.env,
          ...provider.environment,
        },
      },
    );
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
    expect(stdout).toContain("## Rehearsal of demo: passed");
    expect(stdout.match(/^\| \d\. /gm)?.length).toBeGreaterThanOrEqual(4);
    expect(stdout).toMatch(new RegExp(`s: demo-\\w, which leads etcd, ${said}`));
    expect(readFileSync(join(directory, "report", "report.md"), "utf8")).toContain("Rehearsal of demo");
    expect(readFileSync(join(directory, "report", "timeline.svg"), "utf8")).toContain("<svg");
  },
  patience,
);
