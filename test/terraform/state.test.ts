import { expect, test } from "@jest/globals";
import { parseState, resourcesOf } from "../../src/terraform/state.ts";
import { TerraformError } from "../../src/terraform/terraform-error.ts";

function state(resources: unknown, version = 4): string {
  return JSON.stringify({ version, terraform_version: "1.11.4", serial: 5, lineage: "9f04", outputs: {}, resources });
}

function managed(instances: unknown, more: object = {}) {
  return { mode: "managed", type: "terraform_data", name: "one", provider: "…", instances, ...more };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TerraformError) return error.code;
    throw error;
  }
  return "nothing was thrown";
}

const plain = {
  address: "terraform_data.one",
  type: "terraform_data",
  name: "one",
  attributes: { id: "1" },
  module: null,
  index: null,
  tainted: false,
  deposed: null,
};

test("a stored state gives its serial, its lineage and its managed resources", () => {
  const text = state([
    managed([{ schema_version: 0, attributes: { id: "1" } }]),
    { mode: "data", type: "x", name: "y", instances: [{}] },
  ]);
  expect(parseState(text)).toEqual({ serial: 5, lineage: "9f04", terraformVersion: "1.11.4", resources: [plain] });
});

test("what plain configurations never have is told apart", () => {
  const text = state([
    managed(
      [
        { index_key: 0, attributes: {} },
        { index_key: "b", attributes: {} },
      ],
      { name: "many" },
    ),
    managed([{ status: "tainted", attributes: {} }], { name: "torn" }),
    managed([{ deposed: "1a2b3c4d", attributes: {} }], { name: "old" }),
    managed([{ attributes: {} }], { module: 'module.m["x"]' }),
  ]);
  expect(
    parseState(text).resources.map(({ address, index, tainted, deposed, module }) => ({
      address,
      index,
      tainted,
      deposed,
      module,
    })),
  ).toEqual([
    { address: "terraform_data.many[0]", index: 0, tainted: false, deposed: null, module: null },
    { address: 'terraform_data.many["b"]', index: "b", tainted: false, deposed: null, module: null },
    { address: "terraform_data.torn", index: null, tainted: true, deposed: null, module: null },
    { address: "terraform_data.old", index: null, tainted: false, deposed: "1a2b3c4d", module: null },
    {
      address: 'module.m["x"].terraform_data.one',
      index: null,
      tainted: false,
      deposed: null,
      module: 'module.m["x"]',
    },
  ]);
});

test("a plan's prior state gives the same resources as a stored state", () => {
  const priorState = {
    format_version: "1.0",
    values: {
      root_module: {
        resources: [
          { address: "terraform_data.one", mode: "managed", type: "terraform_data", name: "one", values: { id: "1" } },
          { address: "data.x.y", mode: "data", type: "x", name: "y", values: {} },
        ],
        child_modules: [
          {
            address: "module.m",
            resources: [
              {
                address: "module.m.terraform_data.one[0]",
                mode: "managed",
                type: "terraform_data",
                name: "one",
                index: 0,
                values: { id: "2" },
                tainted: true,
                deposed_key: "1a2b",
              },
            ],
          },
        ],
      },
    },
  };
  expect(resourcesOf(priorState)).toEqual([
    plain,
    {
      ...plain,
      address: "module.m.terraform_data.one[0]",
      attributes: { id: "2" },
      module: "module.m",
      index: 0,
      tainted: true,
      deposed: "1a2b",
    },
  ]);
});

test("a plan without prior state has no resources", () => {
  expect(resourcesOf(undefined)).toEqual([]);
});

test("a newer state format is refused", () => {
  expect(codeOf(() => parseState(state([], 5)))).toBe("unsupported-format");
});

test("a text that is no state is refused without quoting it, because it may hold secrets", () => {
  const text = '{"password": "hunter2"';
  expect(codeOf(() => parseState(text))).toBe("failed");
  expect(() => parseState(text)).not.toThrow(/hunter2/);
});
