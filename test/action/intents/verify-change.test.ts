import { describe, expect, test } from "@jest/globals";
import { verifyChange } from "../../../src/action/intents/verify-change.ts";
import { changeOf } from "../../kit/cluster/change-fixture.ts";

const reached = { trouble: { message: "credentials were used", remedy: "", details: [] } };
/** Stands for the clusters as they are; looking at one is the use of credentials. */
const live = { verify: async () => reached };
const preview = changeOf([
  { name: "prod", zones: "b" },
  { name: "prod", zones: "bcd" },
]);
const verified = async (objection: string | undefined) => {
  const merged = { objection: async () => objection };
  const { clusters } = await verifyChange(preview, { live, merged, signal: new AbortController().signal });
  return clusters.map(({ outcome, unverified }) => ({ looked: outcome === reached, unverified }));
};

describe("credentials and what is not merged (D3, R19)", () => {
  test("are used for a cluster that nothing is objected to", async () => {
    expect(await verified(undefined)).toEqual([{ looked: true, unverified: undefined }]);
  });

  test("are not used for another one, which is said", async () => {
    expect(await verified("it is new")).toEqual([{ looked: false, unverified: "it is new" }]);
  });
});
