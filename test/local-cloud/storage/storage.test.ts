import { describe, expect, test } from "@jest/globals";
import { eachTest } from "../../kit/local-cloud/client.ts";

const local = eachTest();
const upload = "/upload/storage/v1/b/acme/o";
const object = (name: string) => `/storage/v1/b/acme/o/${encodeURIComponent(name)}`;
const put = (name: string, content: string, query = "") =>
  local.client.call("POST", `${upload}?uploadType=media&name=${encodeURIComponent(name)}${query}`, content);

describe("objects that are written under a condition: what state and apply locks rest on (D9)", () => {
  test("generation 0 creates, and refuses a second holder with 412", async () => {
    expect((await put("lock", "mine", "&ifGenerationMatch=0")).status).toBe(200);
    expect(await put("lock", "yours", "&ifGenerationMatch=0")).toMatchObject({
      status: 412,
      reason: "conditionNotMet",
    });
    expect((await local.client.get(`${object("lock")}?alt=media`)).body).toBe("mine");
  });

  test("a heartbeat replaces exactly the generation that it knows", async () => {
    const first = (await put("lock", "1", "&ifGenerationMatch=0")).body.generation;
    const second = (await put("lock", "2", `&ifGenerationMatch=${first}`)).body.generation;
    expect(BigInt(second)).toBeGreaterThan(BigInt(first));
    expect((await put("lock", "3", `&ifGenerationMatch=${first}`)).status).toBe(412);
  });

  test("only the holder's generation deletes", async () => {
    const { generation } = (await put("lock", "1", "&ifGenerationMatch=0")).body;
    expect((await local.client.delete(`${object("lock")}?ifGenerationMatch=1`)).status).toBe(412);
    expect((await local.client.delete(`${object("lock")}?ifGenerationMatch=${generation}`)).status).toBe(204);
    expect((await local.client.delete(`${object("lock")}?ifGenerationMatch=${generation}`)).status).toBe(412);
    expect((await local.client.delete(object("lock"))).status).toBe(404);
  });
});

test("a multipart upload keeps its content byte by byte", async () => {
  const content = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10, 13, 10]);
  const body = Buffer.concat([
    Buffer.from(
      '--b1\r\nContent-Type: application/json\r\n\r\n{"contentType":"x/y"}\r\n--b1\r\nContent-Type: a/b\r\n\r\n',
    ),
    content,
    Buffer.from("\r\n--b1--\r\n"),
  ]);
  const { url } = local.client.cloud;
  const headers = { authorization: "Bearer t" };
  const response = await fetch(`${url}${upload}?uploadType=multipart&name=p%2Fx`, {
    method: "POST",
    headers: { ...headers, "content-type": "multipart/related; boundary=b1" },
    body,
  });
  expect(await response.json()).toMatchObject({ name: "p/x", contentType: "x/y", size: "10", metageneration: "1" });
  const read = await fetch(`${url}/acme/p/x`, { headers });
  expect(Buffer.from(await read.arrayBuffer())).toEqual(content);
  expect(read.headers.get("x-goog-generation")).toMatch(/^\d+$/);
});

test("a list names the objects of a folder, and sums up what lies deeper", async () => {
  for (const name of ["p/b", "p/a", "p/q/c", "other"]) await put(name, "x");
  const { body } = await local.client.get("/storage/v1/b/acme/o?prefix=p%2F&delimiter=%2F&projection=full");
  expect(body.items.map((item: { name: string }) => item.name)).toEqual(["p/a", "p/b"]);
  expect(body.prefixes).toEqual(["p/q/"]);
});

test("an object that nobody has written is not found, at either address", async () => {
  expect(await local.client.get("/acme/p/default.tfstate")).toMatchObject({ status: 404 });
  expect(await local.client.get(object("p/default.tfstate"))).toMatchObject({ status: 404 });
});

test("uploads of other kinds are not silently accepted", async () => {
  expect((await local.client.post(`${upload}?uploadType=resumable&name=x`)).status).toBe(501);
});
