import { expect, test } from "@jest/globals";
import { Attributes, baseName } from "../../src/topology/resource.ts";

const attributes = new Attributes({
  name: "prod-b",
  size: 50,
  text: "60",
  word: "many",
  on: true,
  off: false,
  yes: "true",
  ranges: ["10.0.0.0/8", 7, null, "192.0.2.0/24"],
  disk: [{ size: 10 }, { size: 20 }],
  metadata: { key: "value" },
  nothing: null,
});

test("attributes are read as the type that is asked for", () => {
  expect(attributes.text("name")).toBe("prod-b");
  expect([attributes.number("size"), attributes.number("text")]).toEqual([50, 60]);
  expect([attributes.flag("on"), attributes.flag("off")]).toEqual([true, false]);
  expect(attributes.texts("ranges")).toEqual(["10.0.0.0/8", "192.0.2.0/24"]);
  expect(attributes.blocks("disk").map((disk) => disk.number("size"))).toEqual([10, 20]);
  expect(attributes.block("disk").number("size")).toBe(10);
  expect(attributes.map("metadata").text("key")).toBe("value");
  expect([attributes.has("nothing"), attributes.has("missing")]).toEqual([true, false]);
});

test("what is missing or of another type reads as empty", () => {
  expect([attributes.text("missing"), attributes.text("size")]).toEqual(["", ""]);
  expect([attributes.number("missing"), attributes.number("word"), attributes.number("on")]).toEqual([0, 0, 0]);
  expect([attributes.flag("missing"), attributes.flag("yes")]).toEqual([false, false]);
  expect([attributes.texts("missing"), attributes.texts("name")]).toEqual([[], []]);
  expect([attributes.blocks("missing"), attributes.blocks("metadata")]).toEqual([[], []]);
  expect(attributes.block("missing").text("name")).toBe("");
  expect(
    [attributes.map("missing"), attributes.map("name"), attributes.map("nothing")].map((each) => each.text("0")),
  ).toEqual(["", "", ""]);
});

test.each([["a text"], [7], [null], [undefined], [[{ name: "prod-b" }]]])("attributes that are %j are none", (odd) => {
  const none = new Attributes(odd);
  expect([none.has("0"), none.has("length"), none.text("name")]).toEqual([false, false, ""]);
});

test("the last part of a link is its name; a name is itself", () => {
  expect(baseName("https://www.googleapis.com/compute/v1/projects/acme/zones/europe-west1-b")).toBe("europe-west1-b");
  expect(baseName("europe-west1-b")).toBe("europe-west1-b");
});
