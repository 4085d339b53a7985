import { describe, expect, test } from "@jest/globals";
import type { FaultRequest } from "../../../src/local-cloud/faults/fault.ts";
import type { CallEntry } from "../../../src/local-cloud/journal.ts";
import { type Answer, eachTest, region, zoneB } from "../../kit/local-cloud/client.ts";

const addresses = `${region}/addresses`;

describe("faults that are injected (D10)", () => {
  const holder = eachTest();
  const reserve = (name: string): Promise<Answer> => holder.client.post(addresses, { name });
  const exists = async (name: string) => (await holder.client.get(`${addresses}/${name}`)).status === 200;

  test.each<[FaultRequest, number, string | undefined, RegExp]>([
    [{ kind: "too-many-requests" }, 429, "rateLimitExceeded", /Queries per minute/],
    [{ kind: "internal-error" }, 500, "backendError", /Internal error/],
    [{ kind: "unavailable" }, 503, "backendError", /currently unavailable/],
    [
      { kind: "quota-exceeded" },
      403,
      "quotaExceeded",
      /^Quota 'CPUS' exceeded. {2}Limit: 24.0 in region europe-west1\.$/,
    ],
    [
      { kind: "permission-denied" },
      403,
      "forbidden",
      /^Required 'compute\.addresses\.create' permission for 'projects\/acme\/regions\/europe-west1\/addresses'$/,
    ],
    [{ kind: "in-use" }, 400, "resourceInUseByAnotherResource", /is already being used by/],
  ])("%j: the call is refused as Google refuses it, and nothing happens", async (fault, status, reason, message) => {
    holder.client.cloud.inject(fault);
    const answer = await reserve("a");
    expect(answer).toMatchObject({ status, reason });
    expect(answer.body.error.message).toMatch(message);
    expect(await exists("a")).toBe(false);
    const fresh = { kind: fault.kind, carriedOut: false };
    expect(holder.client.cloud.journal()).toMatchObject([
      { kind: "call", method: "POST", status, reason, fault: fresh },
    ]);
    expect((await reserve("a")).status).toBe(200);
  });

  test("a bad gateway answers with a page, not with JSON", async () => {
    holder.client.cloud.inject({ kind: "bad-gateway" });
    const answer = await reserve("a");
    expect([answer.status, answer.body]).toEqual([502, expect.stringContaining("<title>Error 502")]);
  });

  test("Retry-After is there where it was asked for", async () => {
    const { cloud } = holder.client;
    cloud.inject({ kind: "too-many-requests", retryAfter: 7 });
    cloud.inject({ kind: "too-many-requests" });
    const retryAfter = async () => (await fetch(`${cloud.url}${addresses}`)).headers.get("retry-after");
    expect([await retryAfter(), await retryAfter()]).toEqual(["7", null]);
  });

  test.each<FaultRequest>([{ kind: "connection-reset" }, { kind: "no-answer", seconds: 0.05 }])(
    "%j: the caller gets no answer, and the journal says so",
    async (fault) => {
      holder.client.cloud.inject(fault);
      await expect(reserve("a")).rejects.toThrow("fetch failed");
      expect(await exists("a")).toBe(false);
      expect(holder.client.cloud.journal()).toMatchObject([{ status: 0, fault: { kind: fault.kind } }]);
    },
  );

  test.each<FaultRequest["kind"]>(["internal-error", "bad-gateway", "unavailable", "connection-reset", "no-answer"])(
    "%s, carried out: only the answer is lost",
    async (kind) => {
      holder.client.cloud.inject({ kind, carriedOut: true, ...(kind === "no-answer" ? { seconds: 0.05 } : {}) });
      await reserve("a").catch(() => undefined);
      expect(await exists("a")).toBe(true);
      expect(holder.client.cloud.journal()).toMatchObject([{ fault: { kind, carriedOut: true } }]);
    },
  );

  test.each<[FaultRequest, string, RegExp]>([
    [{ kind: "operation-fails" }, "INTERNAL_ERROR", /Internal error/],
    [
      { kind: "stock-out" },
      "ZONE_RESOURCE_POOL_EXHAUSTED",
      /^The zone 'projects\/acme\/zones\/europe-west1-b' does not have enough resources available/,
    ],
    [{ kind: "quota-exceeded", late: true }, "QUOTA_EXCEEDED", /^Quota 'CPUS' exceeded/],
    [{ kind: "in-use", late: true }, "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE", /already being used/],
  ])("%j: the call is accepted and its operation fails", async (fault, code, message) => {
    holder.client.cloud.inject(fault);
    const { status, body } = await holder.client.post(`${zoneB}/disks`, { name: "a", sizeGb: "10" });
    expect([status, body.status, body.error.errors[0].code]).toEqual([200, "DONE", code]);
    expect(body.error.errors[0].message).toMatch(message);
    expect((await holder.client.get(`${zoneB}/disks/a`)).status).toBe(404);
  });

  test("method, path, nth and count choose the calls; reads are struck and journalled too", async () => {
    const { cloud } = holder.client;
    cloud.inject({ kind: "unavailable", method: "GET", path: "/addresses/b$", nth: 2, count: 2 });
    const seen: number[] = [];
    for (const name of ["a", "b", "a", "b", "b", "b"])
      seen.push((await holder.client.get(`${addresses}/${name}`)).status);
    expect(seen).toEqual([404, 404, 404, 503, 503, 404]);
    expect(cloud.faults()).toMatchObject([{ seen: 4, struck: 2 }]);
    expect(cloud.journal().map((entry) => (entry as CallEntry).method)).toEqual(["GET", "GET"]);
  });

  test("count 0 strikes until the faults are cleared", async () => {
    holder.client.cloud.inject({ kind: "unavailable", count: 0 });
    for (const name of ["a", "b", "c"]) expect((await reserve(name)).status).toBe(503);
    holder.client.cloud.clearFaults();
    expect([(await reserve("a")).status, holder.client.cloud.faults()]).toEqual([200, []]);
  });

  test.each<[unknown, RegExp]>([
    [{ kind: "earthquake" }, /^kind: /],
    [{ kind: "unavailable", path: "(" }, /^path: is no regular expression/],
    [{ kind: "unavailable", nth: 0 }, /^nth: /],
    [{ kind: "in-use", carriedOut: true }, /^carriedOut: is only for/],
    [{ kind: "stock-out", late: true }, /^late: is only for/],
    [{ kind: "in-use", retryAfter: 1 }, /^retryAfter: is only for/],
  ])("%j cannot be injected", async (fault, message) => {
    const answer = await holder.client.call("POST", "/local/v1/faults", fault);
    expect(answer).toMatchObject({ status: 400, reason: "invalid" });
    expect(answer.body.error.message).toMatch(message);
  });

  test("over HTTP they are injected, listed and cleared", async () => {
    const { body } = await holder.client.call("POST", "/local/v1/faults", { kind: "unavailable", path: "/x" });
    expect(body).toMatchObject({ id: "1", kind: "unavailable", path: "/x", nth: 1, count: 1, seen: 0, struck: 0 });
    expect((await holder.client.get("/local/v1/faults")).body).toEqual({ faults: [body] });
    expect((await holder.client.delete("/local/v1/faults")).body).toEqual({ cleared: 1 });
  });
});
