import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mermaidLabel, mermaidLines } from "../../../src/report/markdown/mermaid.ts";
import { withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { anyText, anyTopology } from "../plan-arbitraries.ts";
import { topology } from "../plan-fixtures.ts";

const LABEL = String.raw`"(?:[\p{L}\p{N} .,()-]|#\d+;|<br/>)*"`;
const ID = String.raw`(?:before|after)(?:_\w+)?`;
/** Every form of line that the diagram may hold. */
const GRAMMAR = new RegExp(
  [
    "flowchart LR",
    ` +subgraph ${ID} \\[${LABEL}\\]`,
    " +end",
    " +direction TB",
    ` +${ID}(?:\\[${LABEL}\\]|\\(${LABEL}\\)|\\(\\[${LABEL}\\]\\)|\\{\\{${LABEL}\\}\\})(?::::(?:created|destroyed|changed))?`,
    ` +${ID} (?:-->|==>|~~~) ${ID}`,
    " +classDef (?:created|destroyed|changed|zone|side) [a-z0-9:#,\\- ]+",
    ` +class ${ID}(?:,${ID})* (?:zone|side)`,
  ]
    .map((form) => `^${form}$`)
    .join("|"),
  "u",
);

describe("the diagram (D2)", () => {
  const grown = withEndpoint(topology("bc"), { address: { on: "loadBalancer" }, backends: ["prod-b", "prod-c"] });
  const lines = mermaidLines(topology("b"), grown).map((line) => line.trim());

  test("groups replicas by zone on both sides and colours what is new", () => {
    expect(lines).toContain('subgraph before_zone_0 ["europe-west1-b"]');
    expect(lines).toContain('subgraph after_zone_1 ["europe-west1-c"]');
    expect(lines).toContain('after_zone_1_0["prod-c<br/>etcd member<br/>backend"]:::created');
    expect(lines).toContain('before_zone_0_0["prod-b<br/>etcd member<br/>holds the IP"]');
  });

  test("declares zones from the last to the first and leads to them from the first on: so they are drawn in order", () => {
    const order = (pattern: RegExp) => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    expect(order(/^subgraph after_zone_(\d)/)).toEqual(["1", "0"]);
    expect(order(/^after_lb --> after_zone_(\d)/)).toEqual(["0", "1"]);
  });

  test("shows where the endpoint leads", () => {
    expect(lines).toContain("before_ip --> before_zone_0");
    expect(lines).toContain("after_ip --> after_lb");
    expect(lines).toContain("after_lb --> after_zone_1");
  });

  test("a zone that nothing leads to stays beside those that something leads to", () => {
    const drained = withEndpoint(topology("bc"), { address: { on: "loadBalancer" }, backends: ["prod-b"] });
    expect(mermaidLines(null, drained)).toContain("    after_lb ~~~ after_zone_1");
  });

  test("a replica that is created anew under its name goes on one side and comes on the other", () => {
    const text = mermaidLines(grown, grown, new Set(["prod-c"])).join("\n");
    expect(text).toMatch(/before_zone_1_0\[.*\]:::destroyed/);
    expect(text).toMatch(/after_zone_1_0\[.*\]:::created/);
    expect(text).not.toMatch(/_zone_0_0\[.*\]:::/);
  });

  test("shows a cluster that does not exist", () => {
    expect(mermaidLines(null, topology("b"))).toContain('    before_none("no cluster")');
  });
});

test("no name can break out of its label", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(mermaidLabel(text)).toMatch(new RegExp(`^${LABEL}$`, "u"));
    }),
    { numRuns: 1000 },
  );
});

test("every diagram is made of the known forms of lines, with as many ends as subgraphs", () => {
  fc.assert(
    fc.property(fc.option(anyTopology), fc.option(anyTopology), (from, to) => {
      const lines = mermaidLines(from, to);
      for (const line of lines) expect(line).toMatch(GRAMMAR);
      expect(lines.filter((line) => line.trim() === "end")).toHaveLength(
        lines.filter((line) => line.includes("subgraph ")).length,
      );
    }),
    { numRuns: 300 },
  );
});
