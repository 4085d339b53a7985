import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { rehearsalFile } from "../../../src/cli/rehearse/rehearsal-file.ts";

test("D11: a file for the rehearsal lets its clients in, and is otherwise as it was", () => {
  const text = readFileSync("examples/three-replicas.yaml", "utf8");
  const [before, after] = [parse(text), parse(rehearsalFile(text))];
  expect(after.spec.endpoint.allowedCidrs).toEqual([...before.spec.endpoint.allowedCidrs, "203.0.113.0/24"]);
  expect(after.spec.controlPlane).toEqual(before.spec.controlPlane);
  expect(after.spec.terraform.googleProviderVersion).toBe(before.spec.terraform.googleProviderVersion);
});

test("a file that leaves out what has defaults gets what it needs", () => {
  const after = parse(rehearsalFile("spec:\n  network: { name: shared, podCidr: 10.9.0.0/16 }\n"));
  expect(after.spec).toEqual({
    network: { podCidr: "10.9.0.0/16" },
    endpoint: { allowedCidrs: ["203.0.113.0/24"] },
    terraform: { backend: { kind: "gcs", bucket: "rehearsal" } },
  });
});
