import { describe, expect, test } from "@jest/globals";
import { type Event, readEvent } from "../../src/github/event.ts";
import { intentOf } from "../../src/github/intent.ts";

const pull = (action: string, label?: string): Event => ({
  kind: "pull-request",
  action,
  number: 7,
  head: "a".repeat(40),
  label,
  sender: "wren",
});
const comment = (body: string, more: Partial<Event & { kind: "comment" }> = {}): Event => ({
  kind: "comment",
  action: "created",
  number: 7,
  onPullRequest: true,
  comment: 99,
  body,
  sender: "wren",
  ...more,
});

describe("the event decides what is done (D3, D5, D7)", () => {
  test.each(["opened", "synchronize", "reopened", "ready_for_review", "edited"])(
    "a pull request %s is planned",
    (action) => {
      expect(intentOf(pull(action), undefined)).toEqual({
        kind: "plan-pull",
        number: 7,
        of: { kind: "commit", begins: "a".repeat(40) },
      });
    },
  );

  test.each(["closed", "assigned", "unlabeled", "review_requested"])("a pull request %s is left alone", (action) => {
    expect(intentOf(pull(action, "replica/add:d"), undefined).kind).toBe("none");
  });

  test("labels edit, apply or mean nothing", () => {
    const label = {
      name: "prod/replica/add:europe-west1-d",
      cluster: "prod",
      operation: "add",
      target: "europe-west1-d",
    };
    expect(intentOf(pull("labeled", label.name), undefined)).toMatchObject({ kind: "edit-pull", label, actor: "wren" });
    const of = { kind: "commit", begins: "a".repeat(40) };
    expect(intentOf(pull("labeled", "quorate/apply"), undefined)).toMatchObject({ kind: "apply-pull", number: 7, of });
    expect(intentOf(pull("labeled", "bug"), undefined).kind).toBe("none");
  });

  test("comments are commands only on pull requests, when they are new, at their start", () => {
    expect(intentOf(comment("/quorate plan\nbecause"), undefined)).toMatchObject({
      kind: "plan-pull",
      askedBy: { login: "wren", comment: 99 },
    });
    expect(intentOf(comment("/quorate apply"), undefined)).toMatchObject({ kind: "apply-pull" });
    expect(intentOf(comment("/quorate pln"), undefined)).toMatchObject({ kind: "help", unknown: "pln" });
    expect(intentOf(comment("/quorate apply", { onPullRequest: false }), undefined).kind).toBe("none");
    expect(intentOf(comment("/quorate apply", { action: "edited" }), undefined).kind).toBe("none");
    for (const text of [
      "> /quorate apply",
      " /quorate apply",
      "see /quorate apply",
      "x\n/quorate apply",
      "/quorated apply",
    ]) {
      expect(intentOf(comment(text), undefined).kind).toBe("none");
    }
  });

  test.each([
    ["/quorate plan", { kind: "plan-pull", of: undefined }],
    ["/quorate plan 0123ABC", { kind: "plan-pull", of: { kind: "commit", begins: "0123abc" } }],
    ["/quorate apply", { kind: "apply-pull", of: undefined }],
    [`/quorate apply ${"f".repeat(40)} `, { kind: "apply-pull", of: { kind: "commit", begins: "f".repeat(40) } }],
    ["/quorate\tapply sha256:0123456789ab", { kind: "apply-pull", of: { begins: "sha256:0123456789ab" } }],
    ["/quorate help", { kind: "help", number: 7 }],
    ["/quorate  ", { kind: "help", number: 7 }],
  ])("%s says what was looked at, by its first digits", (body, intent) => {
    expect(intentOf(comment(body), undefined)).toMatchObject(intent);
  });

  test.each([
    ["too few digits of a commit", "apply 012345"],
    ["too few digits of a digest", "apply sha256:0123456789a"],
    ["too many", `apply ${"0".repeat(41)}`],
    ["a branch", "apply main"],
    ["a digest for a plan", "plan sha256:0123456789ab"],
    ["a word too many", "apply 0123456 prod"],
    ["another command", "Plan"],
  ])("%s: nothing is guessed", (_, words) => {
    expect(intentOf(comment(`/quorate ${words}`), undefined)).toMatchObject({ kind: "help", unknown: words });
  });

  test("a comment of 65,000 blanks is read in one pass, like any other", () => {
    const blanks = " ".repeat(65_000);
    expect(intentOf(comment(`/quorate${blanks}plan${blanks}`), undefined).kind).toBe("plan-pull");
    expect(intentOf(comment(`/quorate${blanks}a${blanks}b`), undefined)).toMatchObject({ kind: "help" });
    expect(intentOf(comment(`/quorated${blanks}a b`), undefined).kind).toBe("none");
  });

  test("only pushes to the default branch are applied", () => {
    const push = (branch: string | undefined): Event => ({
      kind: "push",
      branch,
      defaultBranch: "main",
      before: "b".repeat(40),
    });
    expect(intentOf(push("main"), undefined)).toEqual({ kind: "apply-branch" });
    expect(intentOf(push("topic"), undefined).kind).toBe("none");
    expect(intentOf(push("topic"), "apply").kind).toBe("none");
    expect(intentOf(push(undefined), undefined).kind).toBe("none");
  });

  test("a schedule looks for drift; a form says what it does", () => {
    expect(intentOf({ kind: "schedule" }, undefined)).toEqual({ kind: "drift" });
    const form: Event = { kind: "dispatch", sender: "wren" };
    expect(intentOf(form, undefined).kind).toBe("none");
    expect(intentOf(form, "apply")).toEqual({ kind: "apply-branch" });
    expect(intentOf(form, "plan")).toEqual({ kind: "plan-branch" });
    expect(intentOf(form, "replace")).toEqual({ kind: "replace" });
  });

  test("an explicit plan or apply never turns one into the other", () => {
    expect(intentOf(pull("opened"), "apply").kind).not.toBe("plan-pull");
    expect(intentOf(comment("/quorate apply"), "plan").kind).not.toBe("apply-pull");
  });
});

test("a tag of the default branch's name is no push to it", () => {
  const payload = { ref: "refs/tags/main", before: "0".repeat(40), repository: { default_branch: "main" } };
  expect(readEvent("push", payload)).toMatchObject({ kind: "push", branch: undefined, before: undefined });
});
