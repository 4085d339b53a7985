import { describe, expect, test } from "@jest/globals";
import { type Addition, addReplicas } from "../../../src/cluster/edit/add-replicas.ts";
import { validFile, validFileWith } from "../../kit/cluster/valid-file.ts";
import { withReplicas } from "./written-cluster.ts";

function add(text: string, addition: Addition | string) {
  return addReplicas(text, "cluster.yaml", typeof addition === "string" ? { zones: [addition] } : addition);
}

function textOf(text: string, addition: Addition | string): string {
  const outcome = add(text, addition);
  if ("refused" in outcome) throw new Error(outcome.refused.map(({ message }) => message).join("; "));
  return outcome.text;
}

function refusal(text: string, addition: Addition | string): string[] {
  const outcome = add(text, addition);
  return "refused" in outcome ? outcome.refused.map(({ code }) => code) : [];
}

describe("a new replica is written as the one before it (A2)", () => {
  test.each([
    [
      "after hyphens at the indentation of the key, before the comments that follow the list",
      "    replicas:\n    - zone: europe-west1-b # first\n      # its own\n    # of the list\n\n    # further down\n",
      "    replicas:\n    - zone: europe-west1-b # first\n      # its own\n    - name: prod-c\n      zone: europe-west1-c\n    # of the list\n\n    # further down\n",
    ],
    [
      "with the spaces behind its hyphen, and its quotes",
      "    replicas:\n      -   'zone': \"europe-west1-b\"\n",
      "    replicas:\n      -   'zone': \"europe-west1-b\"\n      -   'name': \"prod-c\"\n          'zone': \"europe-west1-c\"\n",
    ],
    [
      "below its hyphen",
      "    replicas:\n      -\n        zone: europe-west1-b\n",
      "    replicas:\n      -\n        zone: europe-west1-b\n      -\n        name: prod-c\n        zone: europe-west1-c\n",
    ],
    [
      "in braces",
      "    replicas:\n      - {zone: europe-west1-b}\n",
      "    replicas:\n      - {zone: europe-west1-b}\n      - {name: prod-c, zone: europe-west1-c}\n",
    ],
    [
      "in brackets",
      "    replicas: [{ zone: europe-west1-b }] # all\n",
      "    replicas: [{ zone: europe-west1-b }, { name: prod-c, zone: europe-west1-c }] # all\n",
    ],
    [
      "in brackets that end with a comma",
      "    replicas: [{zone: europe-west1-b},]\n",
      "    replicas: [{zone: europe-west1-b}, {name: prod-c, zone: europe-west1-c},]\n",
    ],
    [
      "in brackets without braces",
      "    replicas: [zone: europe-west1-b]\n",
      "    replicas: [zone: europe-west1-b, {name: prod-c, zone: europe-west1-c}]\n",
    ],
    [
      "on a line of its own in brackets, where the comment stays with the old one",
      "    replicas: [\n        {zone: europe-west1-b} # first\n      ]\n",
      "    replicas: [\n        {zone: europe-west1-b}, # first\n        {name: prod-c, zone: europe-west1-c}\n      ]\n",
    ],
    [
      "below it in brackets that close on its line",
      "    replicas: [\n        {zone: europe-west1-b}]\n",
      "    replicas: [\n        {zone: europe-west1-b},\n        {name: prod-c, zone: europe-west1-c}]\n",
    ],
    [
      "as JSON over several lines",
      '    replicas: [\n        {\n          "zone": "europe-west1-b"\n        }\n      ]\n',
      '    replicas: [\n        {\n          "zone": "europe-west1-b"\n        },\n        {\n          "name": "prod-c",\n          "zone": "europe-west1-c"\n        }\n      ]\n',
    ],
  ])("%s", (_, before, after) => {
    const accepting = "    acceptTwoReplicas: true\n";
    expect(textOf(withReplicas(accepting + before), "c")).toBe(withReplicas(accepting + after));
  });

  test("with a machine type of its own only where one is given", () => {
    const text = textOf(validFile, { zones: ["europe-west1-f"], name: "spare", machineType: "n2-standard-8" });
    expect(text).toContain(
      "      - name: spare\n        zone: europe-west1-f\n        machineType: n2-standard-8\n  endpoint:",
    );
  });

  test("with line breaks as the file has them, and none at the end where there was none", () => {
    const list =
      "    replicas:\n      - zone: europe-west1-b\n      - zone: europe-west1-c\n      - zone: europe-west1-d";
    const tail = validFile.slice(validFile.indexOf("  endpoint:"));
    const text = `\uFEFF${validFile.replace(tail, "").replace(/ {4}replicas:[\s\S]*/, "") + tail.replace("  endpoint:", "  endpoint:")}`;
    const crlf = `${text.replace(/ {2}controlPlane:\n.*\n/, "")}  controlPlane:\n${list}`.replaceAll("\n", "\r\n");
    expect(textOf(crlf, "f")).toBe(`${crlf}\r\n      - name: prod-f\r\n        zone: europe-west1-f`);
  });
});

describe("names (A2)", () => {
  test("where a zone repeats, its replica with a default name keeps it by writing it out", () => {
    expect(textOf(validFile, "c")).toBe(
      validFileWith(
        "      - zone: europe-west1-c\n      - zone: europe-west1-d\n",
        "      - zone: europe-west1-c\n        name: prod-c\n      - zone: europe-west1-d\n      - name: prod-c-2\n        zone: europe-west1-c\n",
      ),
    );
  });

  test("so it does in braces", () => {
    const list = "    acceptTwoReplicas: true\n    replicas: [{ zone: europe-west1-b }]\n";
    expect(textOf(withReplicas(list), "b")).toContain(
      "    replicas: [{ name: prod-b, zone: europe-west1-b }, { name: prod-b-2, zone: europe-west1-b }]\n",
    );
  });

  test("several at once each get a name of their own", () => {
    const outcome = add(validFile, { zones: ["f", "europe-west1-f"] });
    expect(outcome).toMatchObject({ replicas: [{ name: "prod-f" }, { name: "prod-f-2" }], named: [] });
  });

  test("a default name never collides with a replica's, its disk's or the endpoint's", () => {
    const list = [
      "    replicas:",
      "      - { name: prod-f, zone: europe-west1-b }",
      "      - { name: prod-f-2-etcd, zone: europe-west1-c }",
      "      - { name: prod-f-3, zone: europe-west1-d }",
      "",
    ].join("\n");
    expect(add(withReplicas(list), "f")).toMatchObject({ replicas: [{ name: "prod-f-4" }] });
  });

  test("a name that YAML would read as something else is put in quotes", () => {
    expect(textOf(validFile, { zones: ["f"], name: "true" })).toContain('- name: "true"\n');
  });
});

describe("refused, with nothing written", () => {
  const single = withReplicas("    replicas:\n      - zone: europe-west1-b\n");

  test.each<[string, string, Addition, string[]]>([
    ["a zone outside the region", validFile, { zones: ["us-east1-b"] }, ["Q024"]],
    ["what is no zone", validFile, { zones: ["europe-west1"] }, ["Q024"]],
    ["an eighth replica (A12)", validFile, { zones: ["a", "b", "c", "d", "e"] }, ["Q042"]],
    ["a second replica that nobody accepts (R10)", single, { zones: ["c"] }, ["Q041"]],
    ["a name that is no label", validFile, { zones: ["f"], name: "Spare" }, ["Q021"]],
    ["a name that a replica has by default", validFile, { zones: ["f"], name: "prod-c" }, ["Q043"]],
    ["the name of the endpoint's address", validFile, { zones: ["f"], name: "prod-endpoint" }, ["Q043"]],
    ["one name for two replicas", single, { zones: ["c", "d"], name: "spare" }, ["Q043"]],
    [
      "a machine type that replicas do not run on",
      validFile,
      { zones: ["f"], machineType: "t2a-standard-4" },
      ["Q014"],
    ],
    [
      "every mistake at once",
      single,
      { zones: ["x1"], name: "A", machineType: "big" },
      ["Q024", "Q021", "Q026", "Q041"],
    ],
    [
      "a file with errors, which are shown",
      validFileWith("region: europe-west1\n", "regoin: europe-west1\n"),
      { zones: ["f"] },
      ["Q010"],
    ],
    [
      "a list behind an alias",
      withReplicas("    replicas: [&b { zone: &z europe-west1-b, name: *z }]\n"),
      { zones: ["f"] },
      ["Q041"],
    ],
    [
      "naming an entry without braces",
      withReplicas("    acceptTwoReplicas: true\n    replicas: [zone: europe-west1-b]\n"),
      { zones: ["b"] },
      ["Q071"],
    ],
  ])("%s", (_, text, addition, codes) => {
    expect(refusal(text, addition)).toEqual(codes);
  });

  test("the refusal stands at the list, and names the way out", () => {
    const outcome = add(single, "c");
    expect(outcome).toMatchObject({
      refused: [
        {
          remedy: "Add two at once, as in quorate add FILE ZONE ZONE; or set acceptTwoReplicas: true in the file",
          position: { file: "cluster.yaml", line: 18, column: 7 },
        },
      ],
    });
    expect(add(single, { zones: ["c", "d"] })).toHaveProperty("text");
  });
});

test("warnings are those that the file did not draw before", () => {
  expect(add(validFile, "f")).toMatchObject({ warnings: [{ code: "Q047" }] });
  const open = validFileWith("203.0.113.0/24", "0.0.0.0/0");
  expect(add(open, { zones: ["e", "f"] })).toMatchObject({ warnings: [] });
});
