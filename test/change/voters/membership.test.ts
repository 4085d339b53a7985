import { expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { Health } from "../../../src/plan/health.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { atRest } from "../../kit/cluster/cluster-fixture.ts";

const seen = ({ replicas }: Topology, ...dead: string[]): Health =>
  Object.fromEntries(replicas.map(({ name }) => [name, dead.includes(name) ? "dead" : "healthy"]));

test.each<[string, string, string, string[], string, RegExp]>([
  ["an addition where a quorum is left", "b c d", "b c d e@b", ["prod-c"], "Q054", /^Repair prod-c, or remove it from/],
  ["an addition where none is left", "b c", "b c d", ["prod-c"], "Q054", /^Start or reset the instance of prod-c/],
  ["an addition to the only replica", "b", "b c", ["prod-b"], "Q054", /^Start or reset the instance of prod-b/],
  ["a removal where a quorum is left", "b c d", "b c", ["prod-c"], "Q053", /^Replace prod-c first/],
  [
    "a removal where none is left",
    "b c d",
    "b",
    ["prod-c", "prod-d"],
    "Q053",
    /^Start or reset the instances of prod-c, /,
  ],
])(
  "R2: what is refused beside a dead voter names a way out that can be gone: %s",
  (_, from, to, dead, code, remedy) => {
    const observed = atRest(from);
    const { steps, diagnostics } = planChange(observed, atRest(to), undefined, seen(observed, ...dead));
    expect(steps).toEqual([]);
    expect(diagnostics).toEqual([expect.objectContaining({ code, remedy: expect.stringMatching(remedy) })]);
  },
);
