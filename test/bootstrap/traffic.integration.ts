import { expect, jest, test } from "@jest/globals";
import { python } from "../kit/python.ts";

jest.setTimeout(60_000);

const program = `import json, sys
from types import SimpleNamespace
from quorate.endpoint.traffic import connections
settings = SimpleNamespace(ip="10.132.0.2", endpoint_kind="external", endpoint="198.51.100.7", port=6443)
json.dump([connections("header\\n" + line, settings) for line in json.load(sys.stdin)], sys.stdout)`;

const hex = (address: string) =>
  address
    .split(".")
    .reverse()
    .map((part) => Number(part).toString(16).padStart(2, "0").toUpperCase())
    .join("");
const mapped = (address: string) => `0000000000000000FFFF0000${hex(address)}`;
const line = (local: string, remote: string, { state = "01", port = 6443, form = mapped } = {}) =>
  `   0: ${form(local)}:${port.toString(16).toUpperCase()} ${form(remote)}:C350 ${state} 00000000:00000000`;

test("what comes through the endpoint keeps a replica from being drained, and nothing else does", async () => {
  const cases: (readonly [string, number, string])[] = [
    [line("198.51.100.7", "203.0.113.9"), 1, "a client of a passthrough load balancer"],
    [line("198.51.100.7", "203.0.113.9", { form: hex }), 1, "the same over IPv4 alone"],
    [line("198.51.100.7", "10.132.0.9"), 1, "a worker through the endpoint"],
    [line("10.132.0.2", "203.0.113.9"), 1, "a client of one that rewrites addresses"],
    [line("10.132.0.2", "10.132.0.3"), 0, "another replica, directly"],
    [line("198.51.100.7", "10.132.0.2"), 0, "the replica itself, by the local route"],
    [line("127.0.0.1", "127.0.0.1"), 0, "the replica itself"],
    [line("198.51.100.7", "203.0.113.9", { state: "06" }), 0, "a connection that has ended"],
    [line("198.51.100.7", "203.0.113.9", { port: 22 }), 0, "another port"],
  ];
  const counts = (await python(
    program,
    cases.map(([text]) => text),
  )) as number[];
  expect(counts.map((count, at) => [cases[at]?.[2], count])).toEqual(cases.map(([, count, what]) => [what, count]));
});
