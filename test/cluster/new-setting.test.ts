import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { external } from "../../src/cluster/file/endpoint/external.ts";
import { network } from "../../src/cluster/file/network.ts";

/** Text of every file of src, by path. */
const sources = new Map(
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|py)$/.test(path))
    .map((path) => [path, readFileSync(join("src", path), "utf8")]),
);

/** Files in which a key stands as a word, as TypeScript writes it or as Python does. */
function filesWith(key: string): string[] {
  const python = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const word = new RegExp(`\\b(${key}|${python})\\b`);
  return [...sources].flatMap(([path, text]) => (word.test(text) ? [path] : [])).sort();
}

test.each([
  ["podCidr", "bootstrap/instance/quorate/kubeadm/configuration.py", "bootstrap/instance/quorate/settings.py"],
  ["serviceCidr", "bootstrap/instance/quorate/kubeadm/configuration.py", "bootstrap/instance/quorate/settings.py"],
  ["egress", "constructs/network.ts", "topology/settings.ts"],
])("the setting %s stands in its section of the file and in what reads and uses it, three files in all", (...row) => {
  const [key, uses, reads] = row;
  expect(filesWith(key)).toEqual([uses, "cluster/file/network.ts", reads].sort());
});

const told = [
  ...Object.keys(network.told.shape).map((key) => [key, "cluster/file/network.ts"] as const),
  ...Object.keys(external.told).map((key) => [key, "cluster/file/endpoint/external.ts"] as const),
];

test.each(told)("from the file to the instance, only its section knows the setting %s", (key, section) => {
  const between = filesWith(key).filter((path) =>
    /^(cluster|topology|plan|change|propose|workflow|report)\//.test(path),
  );
  expect(between).toEqual([section]);
});
