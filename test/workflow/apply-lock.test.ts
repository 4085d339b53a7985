import { expect, jest, test } from "@jest/globals";
import { ApplyLock, LockHeldError, type LockRequest } from "../../src/workflow/apply-lock.ts";
import type { Owner, Slot } from "../../src/workflow/ports.ts";

/** A slot in memory that compares and swaps as storage does. */
function memory(): Slot & { text(): string | undefined } {
  let stored: { text: string; version: string } | undefined;
  let generation = 0;
  return {
    text: () => stored?.text,
    read: async () => stored,
    write: async (text, ifVersion) => {
      if ((stored?.version ?? null) !== ifVersion) return undefined;
      stored = { text, version: String(++generation) };
      return stored.version;
    },
    clear: async (version) => {
      if (stored?.version === version) stored = undefined;
    },
  };
}

const alive: Owner = { who: "ada@desk", host: "desk", pid: 11, runId: "a", isAlive: () => true };

function request(slot: Slot, changes: Partial<LockRequest> = {}): LockRequest {
  let now = 1_000_000;
  return {
    slot,
    owner: alive,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    operation: "apply",
    timeoutMs: 0,
    signal: new AbortController().signal,
    onWait: () => {},
    ...changes,
  };
}

test("a second run is refused, and told who holds the lock and since when", async () => {
  const slot = memory();
  const first = await ApplyLock.acquire(request(slot));
  const second = ApplyLock.acquire(request(slot, { owner: { ...alive, pid: 12, runId: "b" } }));
  await expect(second).rejects.toThrow(LockHeldError);
  await expect(second).rejects.toThrow(/apply by ada@desk \(process 11\).*1970-01-01T00:16:40/);
  await first.release();
});

test("a second run that waits gets the lock when the first has released it", async () => {
  const slot = memory();
  const first = await ApplyLock.acquire(request(slot));
  const waited: string[] = [];
  const second = await ApplyLock.acquire(
    request(slot, {
      owner: { ...alive, pid: 12, runId: "b" },
      timeoutMs: 60_000,
      onWait: ({ who }) => {
        waited.push(who);
        if (waited.length === 3) void first.release();
      },
    }),
  );
  expect(waited).toHaveLength(3);
  expect(second.predecessor).toBeUndefined();
  await second.release();
  expect(slot.text()).toBeUndefined();
});

test("the lock of a process that is gone from this host is taken over at once", async () => {
  const slot = memory();
  await ApplyLock.acquire(request(slot));
  const second = await ApplyLock.acquire(request(slot, { owner: { ...alive, pid: 12, isAlive: () => false } }));
  expect(second.predecessor).toMatchObject({ who: "ada@desk", pid: 11 });
  await second.release();
});

test("the lock of another host is taken over only after two minutes without a sign of life", async () => {
  const slot = memory();
  await ApplyLock.acquire(request(slot));
  const elsewhere = { ...alive, who: "bo@ci", host: "ci", isAlive: () => false };
  await expect(ApplyLock.acquire(request(slot, { owner: elsewhere, timeoutMs: 119_000 }))).rejects.toThrow(
    LockHeldError,
  );
  const second = await ApplyLock.acquire(request(slot, { owner: elsewhere, timeoutMs: 130_000 }));
  expect(second.predecessor?.who).toBe("ada@desk");
  await second.release();
});

test("a run that has lost its lock leaves the new holder's alone", async () => {
  const slot = memory();
  const first = await ApplyLock.acquire(request(slot));
  const second = await ApplyLock.acquire(request(slot, { owner: { ...alive, runId: "b", isAlive: () => false } }));
  await first.release();
  expect(slot.text()).toContain('"runId":"b"');
  await second.release();
});

test("who takes over from a run that died before it could release what others had left locked knows of those, too", async () => {
  const slot = memory();
  const gone = { ...alive, isAlive: () => false };
  await ApplyLock.acquire(request(slot));
  await ApplyLock.acquire(request(slot, { owner: { ...gone, who: "bo@desk" } }));
  const third = await ApplyLock.acquire(request(slot, { owner: { ...gone, who: "cy@desk" } }));
  expect(third.predecessor?.who).toBe("bo@desk");
  expect(third.dead.map(({ who }) => who)).toEqual(["bo@desk", "ada@desk"]);
  await third.release();
});

test("once all of that is released, the next sign of life does not tell of it any more", async () => {
  jest.useFakeTimers();
  const slot = memory();
  const gone = { ...alive, isAlive: () => false };
  await ApplyLock.acquire(request(slot));
  const second = await ApplyLock.acquire(request(slot, { owner: { ...gone, who: "bo@desk" } }));
  second.forgetDead();
  await jest.advanceTimersByTimeAsync(10_000);
  const third = await ApplyLock.acquire(request(slot, { owner: { ...gone, who: "cy@desk" } }));
  expect(third.dead.map(({ who }) => who)).toEqual(["bo@desk"]);
  await third.release();
  jest.useRealTimers();
});

test("a lock that cannot be read as one is taken over", async () => {
  const slot = memory();
  await slot.write("scribble", null);
  const lock = await ApplyLock.acquire(request(slot));
  expect(slot.text()).toContain("ada@desk");
  await lock.release();
});
