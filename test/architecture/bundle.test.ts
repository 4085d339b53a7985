import { resolve } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { build } from "esbuild";

let inputs: string[];

beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: [resolve("src/cli.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    metafile: true,
    write: false,
  });
  inputs = Object.keys(metafile.inputs);
}, 60_000);

test("the bundle holds the bindings of the resources that are used, and not all of the provider's", () => {
  const bindings = inputs.filter((file) => file.includes("@cdktf/provider-google/lib/"));
  expect(bindings.some((file) => file.endsWith("/lib/compute-instance/index.js"))).toBe(true);
  expect(bindings.filter((file) => /provider-google\/lib\/(index|lazy-index)\.js$/.test(file))).toEqual([]);
  expect(bindings.some((file) => file.includes("/lib/bigquery-"))).toBe(false);
});

test("the bundle holds nothing that only development needs", () => {
  expect(
    inputs.filter((file) => /node_modules\/(cdktf-cli|esbuild|jest|@jest|typescript|@biomejs)\//.test(file)),
  ).toEqual([]);
});
