import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Repository } from "../repository.ts";

jest.setTimeout(300_000);

let repository: Repository;

beforeEach(async () => {
  repository = await Repository.create();
});
afterEach(() => repository.remove());

const names = ["one", "two", "three", "four"];

test.each([
  ["from nothing", []],
  ["from another commit", ["--from-git", "HEAD"]],
])("plans of many clusters are, to the letter, the plans of each alone: %s (D9)", async (_, more) => {
  for (const name of names) await repository.write(`clusters/${name}.yaml`, { name });
  await repository.commit();
  for (const name of names) await repository.write(`clusters/${name}.yaml`, { name, zones: "bcd" });
  const planned = async (...files: string[]) => {
    const { code, stdout, stderr } = await repository.quorate("plan", "--format", "json", ...more, ...files);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    return stdout;
  };
  const alone = [];
  for (const name of [...names].sort()) alone.push(JSON.parse(await planned(`clusters/${name}.yaml`)));
  const together = await planned();
  expect(together).toBe(`${JSON.stringify({ formatVersion: "1.1", plans: alone, diagnostics: [] }, null, 2)}\n`);
});
