import { describe, expect, test } from "@jest/globals";
import { removeReplicas } from "../../../src/cluster/edit/remove-replicas.ts";
import { validFile, validFileWith } from "../../kit/cluster/valid-file.ts";
import { withReplicas } from "./written-cluster.ts";

function remove(text: string, ...targets: string[]) {
  return removeReplicas(text, "cluster.yaml", targets);
}

function textOf(text: string, ...targets: string[]): string {
  const outcome = remove(text, ...targets);
  if ("refused" in outcome) throw new Error(outcome.refused.map(({ message }) => message).join("; "));
  return outcome.text;
}

const accepting = "    acceptTwoReplicas: true\n    replicas:";

/** A list that accepts two replicas: `b`, `c` and `d` stand for the lines of those zones. */
function written(lines: readonly string[]): string {
  const entries = lines.map((line) => (/^[a-d]$/.test(line) ? `      - zone: europe-west1-${line}` : line));
  return withReplicas(`${[accepting, ...entries].join("\n")}\n`);
}

describe("a replica goes with what belongs to it, and nothing else does (A3)", () => {
  test.each<[string, string[], string, string[]]>([
    ["its line", ["b", "c", "d"], "c", ["b", "d"]],
    [
      "its lines and the comments among them",
      ["b", "c", "        # note", "        machineType: n2-standard-4 # big", "d"],
      "c",
      ["b", "d"],
    ],
    [
      "comments right above it and, indented deeper, right below",
      ["b", "      # c is spare", "      #", "c", "        # machineType: e2-standard-8", "d"],
      "c",
      ["b", "d"],
    ],
    [
      "not a comment that a blank line sets apart",
      ["b", "      # elsewhere", "", "c", "", "      # d", "d"],
      "c",
      ["b", "      # elsewhere", "", "      # d", "d"],
    ],
    ["not the comment of the next one", ["b", "c", "      # d is new", "d"], "c", ["b", "      # d is new", "d"]],
    [
      "not a replica that was commented out",
      ["b", "      # - zone: europe-west1-a", "c", "d"],
      "c",
      ["b", "      # - zone: europe-west1-a", "d"],
    ],
    ["not a comment at another indentation", ["b", "# left", "c", "d"], "c", ["b", "# left", "d"]],
    [
      "not what stands above the first one, which speaks of the list",
      ["      # All zones.", "b", "c", "d"],
      "b",
      ["      # All zones.", "c", "d"],
    ],
    [
      "but that too, where others have their own",
      ["      # b", "b", "      # c", "c", "d"],
      "b",
      ["      # c", "c", "d"],
    ],
    ["one of two gaps", ["b", "", "c", "", "d"], "c", ["b", "", "d"]],
    ["the gap below the first one", ["b", "", "c", "", "d"], "b", ["c", "", "d"]],
    ["the gap above the last one", ["b", "", "c", "", "d"], "d", ["b", "", "c"]],
    ["but not the gap below the last one", ["b", "c", "d", ""], "d", ["b", "c", ""]],
    ["in braces after a hyphen", ["b", "      - { zone: europe-west1-c } # x", "d"], "c", ["b", "d"]],
    ["with a value over several lines", ["b", "      - zone: >-", "          europe-west1-c", "d"], "c", ["b", "d"]],
  ])("%s", (_, before, target, after) => {
    expect(textOf(written(before), target)).toBe(written(after));
  });

  test.each([
    [
      "[{ zone: europe-west1-b }, { zone: europe-west1-c }, { zone: europe-west1-d }]",
      "b",
      "[{ zone: europe-west1-c }, { zone: europe-west1-d }]",
    ],
    [
      "[{ zone: europe-west1-b }, { zone: europe-west1-c }, { zone: europe-west1-d }]",
      "c",
      "[{ zone: europe-west1-b }, { zone: europe-west1-d }]",
    ],
    [
      "[ {zone: europe-west1-b}, {zone: europe-west1-c}, {zone: europe-west1-d} ]",
      "d",
      "[ {zone: europe-west1-b}, {zone: europe-west1-c} ]",
    ],
    [
      "[{zone: europe-west1-b}, {zone: europe-west1-c}, {zone: europe-west1-d},]",
      "d",
      "[{zone: europe-west1-b}, {zone: europe-west1-c},]",
    ],
    ["[zone: europe-west1-b, zone: europe-west1-c]", "b", "[zone: europe-west1-c]"],
    [
      "[\n        {zone: europe-west1-b}, # b\n        {zone: europe-west1-c} # c\n      ]",
      "c",
      "[\n        {zone: europe-west1-b} # b\n      ]",
    ],
    [
      "[\n        {zone: europe-west1-b}, # b\n        {zone: europe-west1-c} # c\n      ]",
      "b",
      "[\n        {zone: europe-west1-c} # c\n      ]",
    ],
    ["[{zone: europe-west1-b},\n      {zone: europe-west1-c}]", "c", "[{zone: europe-west1-b}]"],
    ["[{zone: europe-west1-b}, # b\n      {zone: europe-west1-c}]", "b", "[\n      {zone: europe-west1-c}]"],
    ["[{zone: europe-west1-b}, # b\n      {zone: europe-west1-c}]", "c", "[{zone: europe-west1-b} # b\n      ]"],
  ])("of the list %j without %s stays %j", (before, target, after) => {
    const file = (list: string) => withReplicas(`${accepting} ${list}\n`);
    expect(textOf(file(before), target)).toBe(file(after));
  });
});

describe("who is meant (A3)", () => {
  const shared = withReplicas(
    "    replicas:\n      - { name: c, zone: europe-west1-b }\n      - { name: y, zone: europe-west1-c }\n      - { name: z, zone: europe-west1-c }\n      - { name: w, zone: europe-west1-d }\n",
  );

  test.each<[string, string[], string[]]>([
    ["a name comes before a zone's letter", ["c"], ["c"]],
    ["a zone means every replica in it", ["europe-west1-c", "w"], ["y", "z", "w"]],
    ["what is named twice goes once", ["w", "d", "w"], ["w"]],
  ])("%s", (_, targets, names) => {
    const outcome = remove(shared, ...targets);
    expect("refused" in outcome ? outcome.refused : outcome.replicas.map(({ name }) => name)).toEqual(names);
  });

  test("a default name means its replica", () => {
    expect(remove(validFileWith("    replicas:", accepting), "prod-c")).toMatchObject({
      replicas: [{ name: "prod-c", zone: "europe-west1-c" }],
    });
  });
});

describe("refused, with nothing written", () => {
  test.each<[string, string, string[], string[]]>([
    ["an unknown name", validFile, ["prod-x"], ["Q070"]],
    ["an empty zone, beside a known one", validFile, ["f", "b"], ["Q070", "Q041"]],
    ["every replica (R7)", validFile, ["b", "c", "d"], ["Q040"]],
    ["leaving two that nobody accepts (R10)", validFile, ["prod-b"], ["Q041"]],
    ["a file with errors, which are shown", validFileWith("port: 6443", "port: 22"), ["b", "c"], ["Q038"]],
    [
      "an entry with an anchor that others use",
      withReplicas(
        `${accepting}\n      - zone: europe-west1-b\n        machineType: &size n2-standard-4\n      - zone: europe-west1-c\n        machineType: *size\n`,
      ),
      ["b"],
      ["Q071"],
    ],
    [
      "an entry that shares its line with the key",
      withReplicas(
        "    acceptTwoReplicas: true\n    ? replicas\n    : - zone: europe-west1-b\n      - zone: europe-west1-c\n",
      ),
      ["b"],
      ["Q071"],
    ],
  ])("%s", (_, text, targets, codes) => {
    const outcome = remove(text, ...targets);
    expect("refused" in outcome ? outcome.refused.map(({ code }) => code) : []).toEqual(codes);
  });

  test("an unknown name draws the nearest one, and the list of all", () => {
    expect(remove(validFile, "prod-cc")).toMatchObject({
      refused: [
        {
          message: '"prod-cc" is neither the name of a replica nor the zone of one',
          remedy:
            "Did you mean prod-c? There are prod-b in europe-west1-b, prod-c in europe-west1-c, prod-d in europe-west1-d",
        },
      ],
    });
  });
});
