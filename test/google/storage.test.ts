import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { googleClient } from "../../src/google/client.ts";
import { endpoints } from "../../src/google/endpoints.ts";
import { Bucket } from "../../src/google/storage.ts";
import type { FaultRequest } from "../../src/local-cloud/faults/fault.ts";
import { type LocalCloud, startLocalCloud } from "../../src/local-cloud/local-cloud.ts";

let cloud: LocalCloud;
let bucket: Bucket;

beforeEach(async () => {
  cloud = await startLocalCloud();
  const environment = cloud.environment();
  bucket = new Bucket(googleClient(environment), endpoints(environment), "acme");
});
afterEach(() => cloud.stop());

describe("objects that are compared and swapped, though answers are lost (R11)", () => {
  test.each<FaultRequest>([
    { kind: "unavailable" },
    { kind: "unavailable", carriedOut: true },
    { kind: "too-many-requests" },
    { kind: "connection-reset" },
    { kind: "connection-reset", carriedOut: true },
  ])("%j: what was written once counts as written once, and its generation is known", async (fault) => {
    cloud.inject({ ...fault, method: "POST" });
    const generation = await bucket.write("lock", "mine", "0");
    expect(await bucket.read("lock")).toEqual({ text: "mine", generation });
  });

  test("what somebody else has written meanwhile is not taken for one's own", async () => {
    await bucket.write("lock", "theirs", "0");
    cloud.inject({ kind: "unavailable", method: "POST" });
    expect(await bucket.write("lock", "mine", "0")).toBeUndefined();
  });

  test.each<FaultRequest>([{ kind: "unavailable" }, { kind: "connection-reset", carriedOut: true }])(
    "%j: what is deleted is gone",
    async (fault) => {
      const generation = (await bucket.write("lock", "mine", "0")) ?? "";
      cloud.inject({ ...fault, method: "DELETE" });
      await bucket.remove("lock", generation);
      expect(await bucket.read("lock")).toBeUndefined();
    },
  );

  test("a permission that is missing is told at once", async () => {
    cloud.inject({ kind: "permission-denied", method: "POST", count: 0 });
    await expect(bucket.write("lock", "mine", "0")).rejects.toMatchObject({ status: 403 });
    expect(cloud.faults()).toMatchObject([{ struck: 1 }]);
  });
});
