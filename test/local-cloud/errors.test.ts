import { describe, expect, test } from "@jest/globals";
import { eachTest, region, zoneB } from "../kit/local-cloud/client.ts";

const local = eachTest();

describe("what the local cloud refuses as Google's APIs do (D10)", () => {
  test("a call without a token, or with the wrong one", async () => {
    for (const token of ["", "wrong"]) {
      const answer = await local.client.call("GET", `${region}/addresses/a`, undefined, token);
      expect(answer).toMatchObject({ status: 401, reason: "authError" });
    }
    expect(await local.client.call("GET", `${region}/addresses/a`, undefined, "any")).toMatchObject({ status: 404 });
  });

  test("an unknown path, naming method and path", async () => {
    for (const path of [
      "/compute/v1/projects/acme/global/sslCertificates",
      "/v9/things",
      `${zoneB}/instances/a/reset`,
    ]) {
      const answer = await local.client.post(path);
      expect(answer.status).toBe(501);
      expect(answer.body.error.message).toContain(`POST ${path}`);
    }
  });

  test("a name that is no RFC 1035 label", async () => {
    for (const name of ["", "A", "1a", "a-", "a".repeat(64), "a_b"]) {
      const answer = await local.client.post(`${region}/addresses`, { name });
      expect(answer).toMatchObject({ status: 400, reason: "invalid" });
      expect(answer.body.error.message).toContain("resource.name");
    }
  });

  test("a name that is taken", async () => {
    await local.client.address("a");
    expect(await local.client.post(`${region}/addresses`, { name: "a" })).toMatchObject({
      status: 409,
      reason: "alreadyExists",
    });
  });

  test("a region or zone that GCE does not have", async () => {
    for (const path of ["regions/europe-west1000/addresses/a", "zones/europe-west1-a/disks/a"])
      expect(await local.client.get(`/compute/v1/projects/acme/${path}`)).toMatchObject({ status: 404 });
  });

  test("a body that is not JSON", async () => {
    expect(await local.client.call("POST", `${region}/addresses`, "{")).toMatchObject({ status: 400 });
  });

  test("an image family that does not exist, and a family's name asked for as an image", async () => {
    const images = "/compute/v1/projects/debian-cloud/global/images";
    expect((await local.client.get(`${images}/family/debian-12`)).body.name).toMatch(/^debian-12-/);
    for (const name of ["family/debian-99", "debian-12"])
      expect(await local.client.get(`${images}/${name}`)).toMatchObject({ status: 404, reason: "notFound" });
  });
});

test("every project has the default network, with a subnetwork in each region", async () => {
  const { body } = await local.client.get("/compute/v1/projects/any-project/global/networks/default");
  expect(body.subnetworks.length).toBeGreaterThan(30);
  const subnetwork = await local.client.get(
    "/compute/v1/projects/any-project/regions/europe-west4/subnetworks/default",
  );
  expect(subnetwork.body).toMatchObject({ ipCidrRange: "10.164.0.0/20", network: body.selfLink });
  expect(await local.client.get("/compute/v1/projects/any-project/global/networks/other")).toMatchObject({
    status: 404,
  });
});
