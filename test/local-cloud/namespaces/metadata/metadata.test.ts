import { describe, expect, test } from "@jest/globals";
import type { Machine } from "../../../../src/local-cloud/driver.ts";
import { answerMetadata } from "../../../../src/local-cloud/namespaces/metadata/metadata-answer.ts";
import { metadataTree } from "../../../../src/local-cloud/namespaces/metadata/metadata-tree.ts";

const machine: Machine = {
  id: "7000000000000000002",
  project: "acme",
  zone: "europe-west1-b",
  name: "prod-b",
  running: true,
  metadata: { "quorate-role": "init", "enable-guest-attributes": "TRUE" },
  serviceAccount: "prod@acme.iam.gserviceaccount.com",
  dataDisk: null,
  disks: [],
  internalIp: "10.132.0.2",
  externalIp: "203.0.113.9",
  tags: ["prod-replica"],
  loadBalanced: true,
};
const get = (path: string, query: Record<string, string> = {}, of: Machine = machine) => {
  const request = { method: "GET", path: `/computeMetadata/v1/${path}`, query, headers: {}, content: Buffer.alloc(0) };
  const { status, body, headers } = answerMetadata(metadataTree(of, ["203.0.113.7"]), request);
  return { status, text: String(body ?? ""), headers: headers ?? {} };
};

describe("the metadata server of an instance (D10)", () => {
  test.each([
    ["instance/name", "prod-b"],
    ["instance/id", "7000000000000000002"],
    ["instance/zone", "projects/100000000001/zones/europe-west1-b"],
    ["instance/hostname", "prod-b.europe-west1-b.c.acme.internal"],
    ["instance/attributes/quorate-role", "init"],
    ["instance/network-interfaces/0/ip", "10.132.0.2"],
    ["instance/network-interfaces/0/access-configs/0/external-ip", "203.0.113.9"],
    ["instance/network-interfaces/0/forwarded-ips/0", "203.0.113.7"],
    ["instance/service-accounts/default/email", "prod@acme.iam.gserviceaccount.com"],
    ["project/project-id", "acme"],
  ])("%s is %s", (path, value) => {
    expect(get(path)).toMatchObject({ status: 200, text: value, headers: { "metadata-flavor": "Google" } });
  });

  test.each(["instance/attributes/nothing", "instance/name/more", "nothing", "instance/constructor"])(
    "%s is not there",
    (path) => {
      expect(get(path).status).toBe(404);
    },
  );

  test("a folder is a list of names, and is redirected to where its slash is missing", () => {
    expect(get("instance/attributes/").text).toBe("quorate-role\nenable-guest-attributes\n");
    expect(get("instance/network-interfaces/").text).toBe("0/\n");
    expect(get("instance")).toMatchObject({ status: 301, headers: { location: "/computeMetadata/v1/instance/" } });
  });

  test("a whole folder is JSON in camel case, but for names that people chose", () => {
    const { instance } = JSON.parse(get("", { recursive: "true" }).text);
    expect(instance.attributes).toEqual(machine.metadata);
    expect(instance.networkInterfaces[0].accessConfigs).toEqual([
      { externalIp: "203.0.113.9", type: "ONE_TO_ONE_NAT" },
    ]);
    expect(JSON.parse(get("instance/attributes/", { recursive: "true" }).text)).toEqual(machine.metadata);
  });

  test("the etag changes with the value that was asked for, and only with it", () => {
    const other = { ...machine, metadata: { ...machine.metadata, "quorate-role": "join" } };
    const etag = (path: string, of = machine) => get(path, {}, of).headers["etag"];
    expect(etag("instance/attributes/quorate-role")).not.toBe(etag("instance/attributes/quorate-role", other));
    expect(etag("instance/name")).toBe(etag("instance/name", other));
  });
});
