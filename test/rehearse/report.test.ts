import { describe, expect, test } from "@jest/globals";
import type { Rehearsal } from "../../src/rehearse/rehearsal.ts";
import { renderReport } from "../../src/rehearse/report.ts";
import { renderTimeline } from "../../src/rehearse/timeline.ts";
import { judge } from "../../src/rehearse/verdict.ts";

const request = (value: number, start: number, error: string | null = null) => ({
  ...{ kind: "create" as const, key: `w-${value}`, value, start, end: start + 10, error },
});

const rehearsal: Rehearsal = {
  cluster: "prod",
  from: 0,
  to: 10_000,
  steps: [
    { title: "Add replica c & d", from: 1000, to: 4000 },
    { title: "Move the IP", from: 4000, to: 9000 },
  ],
  moments: [
    { at: 0, voters: ["b"], learners: [], alive: ["b"], holder: "instance b" },
    { at: 2000, voters: ["b"], learners: ["c"], alive: ["b"], holder: "instance b" },
    { at: 3000, voters: ["b", "c"], learners: [], alive: ["b"], holder: "nobody" },
    { at: 5000, voters: ["b", "c"], learners: [], alive: ["b", "c"], holder: "load balancer" },
  ],
  incidents: [{ at: 2500, what: "b is killed" }],
  requests: [request(1, 500), request(2, 4500, "ECONNRESET"), request(3, 4600, "503"), request(4, 6000)],
  present: new Set(["w-1", "w-3", "w-4"]),
  arrived: true,
};

describe("D11: the report", () => {
  test("says what clients saw, in all and in each step", () => {
    const report = renderReport(rehearsal);
    expect(report).toContain("## Rehearsal of prod: passed");
    expect(report).toContain("4 requests in 10.0 s; 2 were acknowledged, 2 failed within 0.1 s (1 ECONNRESET, 1 503)");
    expect(report).toMatch(/\| 1\. Add replica c & d \| 3\.0 s \| 0 \|/);
    expect(report).toMatch(/\| 2\. Move the IP \| 5\.0 s \| 2 \|/);
    expect(report).toContain("- 2.5 s: b is killed");
  });

  test.each<[string, Partial<Rehearsal>, RegExp]>([
    ["a write that was acknowledged is gone", { present: new Set(["w-1"]) }, /1 acknowledged writes were lost.*w-4/],
    ["the cluster did not arrive", { arrived: false }, /did not come to what its file asks for/],
    [
      "a read was stale",
      {
        requests: [1, 2].flatMap((value) => [
          { ...request(value, value * 100), kind: "set" as const, key: "r" },
          { ...request(1, value * 100 + 50), kind: "get" as const, key: "r" },
        ]),
      },
      /1 reads were older/,
    ],
  ])("fails where %s", (_, change, says) => {
    const changed = { ...rehearsal, ...change };
    expect(judge(changed).passed).toBe(false);
    expect(renderReport(changed)).toMatch(says);
    expect(renderReport(changed)).toContain("failed");
  });
});

describe("D11: the timeline", () => {
  const svg = renderTimeline(rehearsal);
  const titles = [...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);

  test("shows each replica's states in order, joined where nothing changed", () => {
    expect(titles.filter((title) => title?.startsWith("b:"))).toEqual(["b: voter"]);
    expect(titles.filter((title) => title?.startsWith("c:"))).toEqual(["c: learner", "c: dead", "c: voter"]);
  });

  test("leaves a gap where nobody held the IP, and escapes what it is given", () => {
    expect(titles).toEqual(expect.arrayContaining(["instance b", "load balancer", "Add replica c &#38; d"]));
    expect(titles).not.toContain("nobody");
  });
});
