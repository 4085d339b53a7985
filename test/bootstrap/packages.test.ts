import { expect, test } from "@jest/globals";
import { instanceFile, instanceFiles } from "../../src/bootstrap/instance-files.ts";

/** Which packages a package may import, besides what is at the root and itself (docs/replicas.md). */
const granted: Readonly<Record<string, readonly string[]>> = {
  roles: ["agent", "endpoint", "etcd", "kubeadm"],
  kubeadm: ["endpoint", "etcd"],
  etcd: [],
  endpoint: [],
  agent: [],
};
const modules = instanceFiles().filter((name) => name.endsWith(".py"));
const packageOf = (module: string) => /^quorate\/(\w+)\//.exec(module)?.[1];

test("each package that runs on instances says in one line what belongs there", () => {
  const packages = [...new Set(modules.map(packageOf))].filter((name) => name !== undefined);
  expect(packages.sort()).toEqual(Object.keys(granted).sort());
  for (const name of packages) expect(instanceFile(`quorate/${name}/__init__.py`)).toMatch(/^"""[^\n]+\."""\n/);
});

test("imports go one way: the entry picks a role, and nothing else at the root knows a package", () => {
  const forbidden = modules.flatMap((module) => {
    const own = packageOf(module);
    const allowed = module === "quorate/__main__.py" ? ["roles"] : (granted[own ?? ""] ?? []);
    const wrong = (name: string) => name in granted && name !== own && !allowed.includes(name);
    return imports(instanceFile(module))
      .filter(wrong)
      .map((name) => `${module}: ${name}`);
  });
  expect(forbidden).toEqual([]);
});

/** What a module imports of `quorate`: packages, and modules at the root. */
function imports(text: string): readonly string[] {
  const lines = [...text.matchAll(/^\s*from quorate(?:\.(\w+)\S*)? import (.+)$/gm)];
  expect(text).not.toMatch(/^\s*(import quorate|from \.)/m);
  return lines.flatMap(([, name, names = ""]) => (name === undefined ? names.split(/, /) : [name]));
}
