import { describe, expect, test } from "@jest/globals";
import { refuseForeignProviders } from "../../src/terraform/foreign-providers.ts";

const google = 'provider["registry.terraform.io/hashicorp/google"]';
const resource = (provider: unknown, more: object = {}) => ({
  mode: "managed",
  type: "a",
  name: "b",
  provider,
  ...more,
});
const state = (resources: readonly object[], more: object = {}) => JSON.stringify({ version: 4, resources, ...more });
const refused = expect.objectContaining({ code: "foreign-provider" });

describe("R19: a state that names any provider but google's is refused before Terraform reads it", () => {
  test.each([
    ["no state", ""],
    ["an empty one", state([])],
    ["one of Terraform's", state([resource(google)])],
    ["one of OpenTofu's", state([resource('provider["registry.opentofu.org/hashicorp/google"]')])],
  ])("%s is taken", (_, text) => {
    expect(() => refuseForeignProviders(text)).not.toThrow();
  });

  test.each([
    ["another provider", [resource(google), resource('provider["registry.terraform.io/evil/x"]')]],
    ["another one for a data source", [resource('provider["registry.terraform.io/evil/x"]', { mode: "data" })]],
    ["google's name at another host", [resource('provider["evil.example/hashicorp/google"]')]],
    ["another source of the same name", [resource('provider["registry.terraform.io/evil/google"]')]],
    ["google's, with something before it", [resource(`module.x.${google}`)]],
    ["no provider", [resource(undefined)]],
    ["a list", [resource([google])]],
  ])("%s", (_, resources) => {
    expect(() => refuseForeignProviders(state(resources))).toThrow(refused);
  });

  // Go's JSON parser, which is Terraform's, ignores case and takes U+017F and U+212A for s and k.
  test.each([
    ["a second key in capitals", state([resource(google, { PROVIDER: 'provider["registry.terraform.io/evil/x"]' })])],
    ["a second list of resources", state([], { Resources: [resource('provider["registry.terraform.io/evil/x"]')] })],
    [
      "a second list with a long s",
      state([], { "re\u017Fources": [resource('provider["registry.terraform.io/evil/x"]')] }),
    ],
  ])("hidden from us in %s", (_, text) => {
    expect(() => refuseForeignProviders(text)).toThrow(refused);
  });

  test("a format that Terraform would convert is none that was looked at", () => {
    const old = JSON.stringify({ version: 3, modules: [] });
    expect(() => refuseForeignProviders(old)).toThrow(expect.objectContaining({ code: "unsupported-format" }));
  });

  test("what it names is shown bounded and quoted", () => {
    const evil = resource(`\u001b[2J${"x".repeat(100_000)}`);
    let message = "";
    try {
      refuseForeignProviders(state([evil]));
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("\\u001b");
    expect(message.length).toBeLessThan(600);
  });
});
