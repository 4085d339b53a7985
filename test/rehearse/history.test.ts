import { describe, expect, test } from "@jest/globals";
import { lostWrites, seenBetween, staleReads } from "../../src/rehearse/history.ts";
import { parseRequests, type Request } from "../../src/rehearse/request.ts";

type Row = [kind: Request["kind"], value: number | null, start: number, end: number, error?: string];

const history = (...rows: Row[]): Request[] =>
  rows.map(([kind, value, start, end, error = null]) => ({ kind, key: "r", value, start, end, error }));

describe("what clients saw", () => {
  const seen = seenBetween(
    history(
      ["set", 1, 0, 10],
      ["set", 2, 20, 40, "ECONNRESET"],
      ["get", 1, 100, 130],
      ["set", 3, 300, 320],
      ["set", 4, 900, 910],
    ),
    0,
    500,
  );

  test("counts the requests that began in the span, and names those that failed", () => {
    expect(seen.requests).toBe(4);
    expect(seen.failed.map(({ error }) => error)).toEqual(["ECONNRESET"]);
  });

  test("the longest gap is between two acknowledgements, or to the span's end", () => {
    expect(seen.longestGapMs).toBe(190);
    expect(seenBetween(history(["get", 1, 0, 10]), 0, 500).longestGapMs).toBe(490);
  });

  test("trouble lasts from the first failure to the end of the last", () => {
    expect(seen.troubleMs).toBe(20);
    expect(seenBetween([], 0, 500).troubleMs).toBe(0);
  });

  test("latency is that of acknowledged requests", () => {
    expect(seen.latencyMs).toEqual({ median: 20, p99: 30, most: 30 });
  });
});

describe("staleReads: a register with one writer that writes growing numbers", () => {
  test.each<[string, Row[]]>([
    [
      "a read of what was acknowledged last",
      [
        ["set", 1, 0, 10],
        ["get", 1, 20, 30],
      ],
    ],
    [
      "a read during a write may see it or not",
      [
        ["set", 1, 0, 10],
        ["set", 2, 20, 50],
        ["get", 1, 25, 30],
        ["get", 2, 31, 40],
      ],
    ],
    [
      "a write without an answer may have happened",
      [
        ["set", 1, 0, 10],
        ["set", 2, 20, 30, "x"],
        ["get", 2, 40, 50],
      ],
    ],
    [
      "a write without an answer may happen much later",
      [
        ["set", 1, 0, 10],
        ["set", 2, 20, 30, "x"],
        ["get", 1, 40, 50],
        ["get", 2, 60, 70],
      ],
    ],
    [
      "a read that failed says nothing",
      [
        ["set", 1, 0, 10],
        ["get", null, 20, 30, "x"],
      ],
    ],
  ])("allows %s", (_, rows) => {
    expect(staleReads(history(...rows))).toEqual([]);
  });

  test.each<[string, Row[]]>([
    [
      "a read older than an acknowledged write",
      [
        ["set", 1, 0, 10],
        ["set", 2, 20, 30],
        ["get", 1, 40, 50],
      ],
    ],
    [
      "a read older than an earlier read",
      [
        ["set", 1, 0, 10],
        ["set", 2, 20, 90],
        ["get", 2, 30, 40],
        ["get", 1, 50, 60],
      ],
    ],
    [
      "a read of what nobody had begun to write",
      [
        ["set", 1, 0, 10],
        ["get", 2, 20, 30],
        ["set", 2, 40, 50],
      ],
    ],
  ])("finds %s", (_, rows) => {
    expect(staleReads(history(...rows))).toHaveLength(1);
  });
});

test("a lost write was acknowledged and is not there; one without an answer may be missing", () => {
  const made = history(["create", 1, 0, 1], ["create", 2, 2, 3], ["create", 3, 4, 5, "x"]).map((request) => ({
    ...request,
    key: `w-${request.value}`,
  }));
  expect(lostWrites(made, new Set(["w-1"]))).toEqual(["w-2"]);
});

test("a line that the client's end has cut off is no request", () => {
  const [request] = history(["set", 1, 0, 10]);
  const line = JSON.stringify(request);
  expect(parseRequests(`${line}\n${line.slice(0, 20)}`)).toEqual([request]);
});
