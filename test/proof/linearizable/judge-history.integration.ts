import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { staleReads } from "../../../src/rehearse/history.ts";
import type { Request } from "../../../src/rehearse/request.ts";
import { seedOf } from "../../kit/seed.ts";
import { judgeHistory } from "./judge-history.ts";

const reads = fc.record({ start: fc.nat(40), lasts: fc.nat(8), value: fc.nat(6) });
const writes = fc.record({ pause: fc.nat(4), lasts: fc.nat(8), fails: fc.boolean() });

/** What one writer, which writes 1, 2, 3 … one after another, and several readers saw of a register. */
const histories = fc
  .record({ reads: fc.array(reads, { maxLength: 12 }), writes: fc.array(writes, { maxLength: 6 }) })
  .map(({ reads, writes }): Request[] => {
    let now = 0;
    const set = writes.map(({ pause, lasts, fails }, index): Request => {
      const start = now + pause + 1;
      now = start + lasts;
      return { kind: "set", key: "register", value: index + 1, start, end: now, error: fails ? "ECONNRESET" : null };
    });
    const get = reads.map(({ start, lasts, value }): Request => {
      return { kind: "get", key: "register", value, start, end: start + lasts, error: null };
    });
    return [...set, ...get].sort((a, b) => a.start - b.start);
  });

const judged = (sample: readonly Request[][]) =>
  judgeHistory(sample.flatMap((history, index) => history.map((request) => ({ ...request, key: `history ${index}` }))));

test("what a rehearsal takes for linearizable is so for porcupine, and where no write failed also the other way round", async () => {
  const seed = seedOf(process.env["QUORATE_SEED"]);
  process.stderr.write(`histories of QUORATE_SEED=${seed}\n`);
  const sample = fc.sample(histories, { numRuns: 5000, seed });
  const illegal = await judged(sample);
  const suspected = sample.flatMap((history, index) =>
    staleReads(history).length > 0 ? [`history ${index} Illegal`] : [],
  );
  const certain = (line: string) => !sample[Number(line.split(" ")[1])]?.some(({ error }) => error !== null);
  expect(illegal.filter((line) => !suspected.includes(line))).toEqual([]);
  expect([...illegal].filter(certain).sort()).toEqual(suspected.filter(certain).sort());
  expect([illegal.filter(certain).length, sample.length - suspected.length].map((count) => count > 100)).toEqual([
    true,
    true,
  ]);
}, 900_000);
