import { expect, test } from "@jest/globals";
import { isNamed, parseBackends } from "../../../src/action/files/backends.ts";

const named = parseBackends(["acme-prod acme-quorate", "acme-test  gs://acme-quorate-test/"]);
const bucket = (name: string) => ({ kind: "gcs", bucket: name }) as const;

test.each([
  ["acme-prod", bucket("acme-quorate"), true],
  ["acme-test", bucket("acme-quorate-test"), true],
  ["acme-test", bucket("acme-quorate"), false],
  ["acme-prod", bucket("mallory"), false],
  ["acme-prod", { kind: "local", path: "acme-quorate" } as const, false],
])("R19: a project's state may be only in its own named bucket: %s %j: %s", (project, backend, expected) => {
  expect(isNamed(project, backend, named)).toBe(expected);
});

test.each(["acme-quorate", "gs://acme-quorate", "acme-prod gs://abc/b", "acme-prod acme-quorate x", "* *"])(
  "a line that does not name both is refused: %s",
  (line) => {
    expect(() => parseBackends([line])).toThrow(JSON.stringify(line));
  },
);
