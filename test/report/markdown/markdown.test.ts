import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Plan } from "../../../src/plan/plan.ts";
import { renderMarkdown } from "../../../src/report/markdown/markdown.ts";
import { withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { anyPlan, HOSTILE } from "../plan-arbitraries.ts";
import {
  change,
  createOne,
  deleteAll,
  growToThree,
  nothingToDo,
  OPEN_TO_THE_WORLD,
  plan,
  refused,
  step,
  topology,
} from "../plan-fixtures.ts";

const VERDICT = "3 voters, quorum 2, tolerates 1";

/** The text outside of fences, which GitHub reads as Markdown and HTML. */
function prose(text: string): string {
  let fence = "";
  return text
    .split("\n")
    .filter((line) => {
      const run = /^`{3,}/.exec(line)?.[0];
      if (fence === "" && run !== undefined) {
        fence = run;
        return false;
      }
      if (fence !== "" && line === fence) {
        fence = "";
        return false;
      }
      return fence === "";
    })
    .join("\n");
}

/** A plan with the same text wherever somebody's text can come in. */
function planOf(text: string): Plan {
  const before = topology("b");
  const base = topology("bc");
  const replicas = base.replicas.map((each, at) => (at === 0 ? each : { ...each, name: text, zone: text }));
  const after = { ...withEndpoint(base, { backends: [text] }), replicas, members: ["prod-b", text] };
  const changes = [
    change(`google_thing.${text}`, {
      actions: ["update"],
      before: { metadata: { [text]: "a\nb" } },
      after: { [text]: text },
    }),
  ];
  const only = step({
    kind: "add-replica",
    subject: text,
    title: text,
    before,
    after,
    endpoint: { interruption: "brief", reason: text },
    gates: [{ when: "before", check: "api-ready", subject: text }],
    changes,
  });
  const position = { file: text, line: 1, column: 1 };
  return plan([only], {
    cluster: text,
    digest: text,
    diagnostics: [{ severity: "warning", code: text, message: text, remedy: text, position }],
  });
}

/** How the parts of a comment nest: its headings, lists, rows, folds and fences, without their words. */
function skeleton(text: string): readonly string[] {
  return prose(text)
    .split("\n")
    .map((line) => {
      const block = /^(#+ |> \[!|> - |> |- |\| |\|)?/.exec(line)?.[0] ?? "";
      const tags = line.match(/<[^>]*>/g) ?? [];
      return `${block}${tags.join("")}${"|".repeat(line.split("|").length - 1)}${line === "" ? "" : "text"}`;
    });
}

describe("a plan on a pull request (D2, D3)", () => {
  test("the verdict comes first, in an alert", () => {
    const text = renderMarkdown(growToThree());
    expect(
      text.startsWith("### prod: grow from 1 to 3 replicas (+prod-c, +prod-d)\n\n> [!WARNING]\n> - **etcd**: "),
    ).toBe(true);
    expect(text).toContain(`> - **etcd**: 1 voter, quorum 1, tolerates 0 → **${VERDICT}**\n`);
    expect(text).toContain("> - **Zones**: survives the loss of any one zone\n");
    expect(text).toContain("> - **Plan**: 9 to add, 4 to change, 0 to destroy, in 5 steps\n");
  });

  test.each([
    ["nothing to do", nothingToDo(), "TIP"],
    ["a new cluster", createOne(), "NOTE"],
    ["an interruption", growToThree(), "WARNING"],
    ["a refusal", refused(), "CAUTION"],
    ["a deletion", deleteAll(), "CAUTION"],
  ])("%s has its own kind of alert", (_, each, kind) => {
    expect(renderMarkdown(each)).toContain(`\n> [!${kind}]\n`);
  });

  test("a plan without steps says so and shows no steps", () => {
    const text = renderMarkdown(nothingToDo());
    expect(text).toContain("> No changes. The control plane matches the cluster file.\n");
    expect(text).not.toContain("<details>");
  });

  test("a refusal shows its errors, with place and remedy, before its warnings", () => {
    const text = renderMarkdown(refused());
    expect(text).toContain(
      "❌ **Error** <code>Q012</code> at <code>clusters/prod.yaml&#58;14&#58;7</code>: Two replicas",
    );
    expect(text.indexOf("Q012")).toBeLessThan(text.indexOf("Q031"));
    expect(text).not.toContain("No changes");
  });

  test("steps are a table, and folded with their resource changes folded inside", () => {
    const text = renderMarkdown(growToThree());
    expect(text.match(/^\| \d /gm)).toHaveLength(5);
    expect(text.match(/^<summary><b>Step \d<\/b>: /gm)).toHaveLength(5);
    expect(text.match(/<details>/g)).toHaveLength(10);
    expect(text.match(/<\/details>/g)).toHaveLength(10);
    expect(text).toContain("\n- **Done when** prod-c votes in etcd; the API server of prod-c is ready\n");
  });

  test("differences start with the signs that GitHub colours", () => {
    const text = renderMarkdown(growToThree());
    expect(text).toContain('\n+ resource "google_compute_instance" "replica_prod-c" {\n');
    expect(text).toContain('\n! resource "google_compute_instance" "replica_prod-b" {\n');
    expect(text).toContain('\n+           "prod-c",\n');
    expect(renderMarkdown(deleteAll())).toContain('\n- resource "google_compute_firewall" "api" {\n');
  });
});

describe("nobody's text breaks out of its place (D3)", () => {
  const plain = skeleton(renderMarkdown(planOf("plain")));

  test.each(HOSTILE)("%j changes no heading, list, table, fold or fence", (text) => {
    expect(skeleton(renderMarkdown(planOf(text)))).toEqual(plain);
  });

  test("whatever the plan holds, the prose has no tags but ours, no mention and no link", () => {
    fc.assert(
      fc.property(anyPlan, (each) => {
        const text = prose(renderMarkdown(each));
        expect(text.replace(/<\/?(details|summary|b|code|sub)>/g, "")).not.toMatch(/<|@|:\/\/|www\./);
        expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a comment has room for 65,536 characters (D3)", () => {
  const many = (count: number): Plan => {
    const { steps, verdict } = growToThree();
    const all = Array.from({ length: count }, () => steps).flat();
    return plan(all, { verdict, diagnostics: [OPEN_TO_THE_WORLD] });
  };

  test("a short plan is whole, and says nothing of room", () => {
    expect(renderMarkdown(growToThree())).not.toContain("left out");
  });

  test("a long plan fits by default, and says that details are left out", () => {
    const text = renderMarkdown(many(40));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain("Some details are left out");
  });

  test("the verdict and the warnings survive every truncation", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4_000, max: 65_536 }), fc.integer({ min: 1, max: 30 }), (maxCharacters, count) => {
        const text = renderMarkdown(many(count), { maxCharacters });
        expect(text.length).toBeLessThanOrEqual(maxCharacters);
        expect(text).toContain(VERDICT);
        expect(text).toContain("**Endpoint**: brief interruption");
        expect(text).toContain("Q031");
        expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      }),
      { numRuns: 60 },
    );
  });

  test("differences go before the lists of resources, and these before the diagram and the table", () => {
    const at = (maxCharacters: number) => renderMarkdown(growToThree(), { maxCharacters });
    const whole = renderMarkdown(growToThree()).length;
    expect(at(whole - 1)).toContain("\n+ google_compute_instance_group_membership.replica_prod-d will be created\n");
    expect(at(whole - 1)).toContain("```mermaid");
    expect(at(4_000)).toContain("| 5 | Send traffic to prod-d |");
    expect(at(4_000)).not.toContain("jsonencode");
  });

  test("the verdict stands even where nothing fits", () => {
    expect(renderMarkdown(growToThree(), { maxCharacters: 10 })).toContain(VERDICT);
  });
});
