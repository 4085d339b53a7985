import { describe, expect, test } from "@jest/globals";
import { nothingLeft, pullComment } from "../../../src/action/shown/pull-comment.ts";
import { changeOf } from "../../kit/cluster/change-fixture.ts";

const context = { head: "a".repeat(40), baseBranch: "main", runUrl: "https://github.com/acme/clusters/actions/runs/7" };
const many = (count: number) =>
  changeOf(
    ...Array.from(
      { length: count },
      (_, i) =>
        [
          { name: `c${i}`, zones: "b" },
          { name: `c${i}`, zones: "bcd" },
        ] as const,
    ),
  );

describe("the comment on a pull request (D3)", () => {
  test("begins with the verdict, and has a picture and the steps", () => {
    const text = pullComment(
      changeOf([
        { name: "prod", zones: "b" },
        { name: "prod", zones: "bcd" },
      ]),
      context,
      65_000,
    );
    expect(text.indexOf("grow from 1 to 3 replicas")).toBeLessThan(text.indexOf("```mermaid"));
    expect(text.indexOf("**etcd**")).toBeLessThan(text.indexOf("| # | Step"));
    expect(text).toContain("google_compute_instance.replica_prod-c");
    expect(text).toContain("A preview from the files alone");
  });

  test("one cluster needs no overview, several have one, with those that do not change", () => {
    const one = changeOf([
      { name: "a", zones: "b" },
      { name: "a", zones: "bcd" },
    ]);
    const two = changeOf(
      [
        { name: "a", zones: "b" },
        { name: "a", zones: "bcd" },
      ],
      [
        { name: "b", zones: "b" },
        { name: "b", zones: "b" },
      ],
    );
    expect(pullComment(one, context, 65_000)).not.toContain("| Cluster |");
    const text = pullComment(two, context, 65_000);
    expect(text).toMatch(/\| b \| no changes/);
    expect(text).not.toContain("### b");
  });

  test.each([2_500, 8_000, 30_000])("in %i characters, details go first and verdicts stay", (room) => {
    const change = many(3);
    const text = pullComment(change, context, room);
    expect(text.length).toBeLessThanOrEqual(room);
    for (const { spec } of change.clusters) expect(text).toMatch(new RegExp(`\\b${spec.name}\\b.*grow from 1 to 3`));
  });

  test("a hundred and twenty clusters fit, and are counted", () => {
    const { clusters } = many(1);
    const text = pullComment({ clusters: Array(120).fill(clusters[0]), diagnostics: [] }, context, 65_536);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain("**120 clusters**");
    expect(text).toContain("and 20 more");
  });

  test("a branch's name cannot become markup or a mention", () => {
    const evil = { ...context, baseBranch: "x`<img>@acme[a](b)" };
    for (const text of [pullComment(many(1), evil, 65_000), nothingLeft(evil)]) {
      expect(text).not.toContain("<img>");
      expect(text).not.toMatch(/@acme|\[a\]\(b\)/);
    }
  });
});
