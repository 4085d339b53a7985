import { expect, jest, test } from "@jest/globals";
import { python } from "../kit/python.ts";

jest.setTimeout(60_000);

const owner = { project: "acme", cluster: "prod", replica: "prod-b", instance: "42" };
const ask = (program: string, cases: readonly unknown[]) =>
  python(
    `import json, sys\n${program}\njson.dump([answer(*each) for each in json.load(sys.stdin)], sys.stdout)`,
    cases,
  );

test("an instance uses only a data disk that it has begun itself (R9)", async () => {
  const member = { ...owner, phase: "member" };
  const claimed = { ...owner, phase: "claimed" };
  // On the data disk, on the boot disk, whether the data disk is empty; then whether it may go on.
  const cases: (readonly [unknown, unknown, boolean, boolean, string])[] = [
    [null, null, true, true, "a new instance with a fresh disk"],
    [null, null, false, false, "a disk with files that say nothing"],
    [claimed, null, false, true, "a crash between the two disks"],
    [claimed, claimed, false, true, "a reboot before anything was done"],
    [member, member, false, true, "a reboot"],
    [member, { ...owner, phase: "join-begun" }, false, true, "a crash between the two disks, later"],
    [null, member, true, false, "an empty disk where data was"],
    [{ ...member, instance: "7" }, null, false, false, "the disk of an earlier instance of that name"],
    [{ ...member, cluster: "other" }, null, false, false, "another cluster's disk"],
    [{ ...member, replica: "prod-c" }, null, false, false, "another replica's disk"],
    [member, null, false, false, "a new boot disk beside a disk in use"],
    [{}, null, false, false, "an identity that nobody can read"],
  ];
  const program = "from quorate.etcd.identity import refusal\nanswer = refusal";
  const answers = (await ask(
    program,
    cases.map(([disk, boot, empty]) => [owner, disk, boot, empty]),
  )) as (string | null)[];
  expect(answers.map((reason, at) => [cases[at]?.[4], reason === null])).toEqual(
    cases.map(([, , , may, what]) => [what, may]),
  );
});

test("a member of this name or address stops a join, unless it is this instance's own (R9)", async () => {
  const voter = { id: "1", name: "prod-b", learner: false, host: "10.0.0.2" };
  const announced = { id: "2", name: "", learner: true, host: "10.0.0.2" };
  const other = { id: "3", name: "prod-c", learner: false, host: "10.0.0.3" };
  // Members, whether this instance has begun to join, whether its disk has data; then whether it may go on.
  const cases: (readonly [unknown[], boolean, boolean, boolean, string])[] = [
    [[other], false, false, true, "nobody has the name"],
    [[other, voter], false, false, false, "the old member is still there"],
    [[other, { ...voter, host: "10.0.0.9" }], false, false, false, "the old member had another address"],
    [[other, { ...voter, name: "prod-x" }], false, false, false, "another name has the address"],
    [[other, announced], false, false, false, "somebody else has announced the address"],
    [[other, announced], true, false, true, "it was killed after it was announced"],
    [[other, voter], true, true, true, "it was killed after it had joined"],
    [[other, voter], true, false, false, "it had joined, and its disk is empty"],
    [[other], true, true, false, "it had joined, and was removed since"],
  ];
  const program = `from quorate.etcd.client import Member
from quorate.etcd.newcomer import stranger
def answer(members, begun, has_data):
    return stranger([Member(**member) for member in members], "prod-b", "10.0.0.2", begun, has_data)`;
  const answers = (await ask(
    program,
    cases.map(([members, begun, data]) => [members, begun, data]),
  )) as (string | null)[];
  expect(answers.map((reason, at) => [cases[at]?.[4], reason === null])).toEqual(
    cases.map(([, , , may, what]) => [what, may]),
  );
});

test("etcd's manifest says that its cluster exists, once, whoever wrote it", async () => {
  const manifest = "    - etcd\n    - --initial-cluster=prod-b=https://10.0.0.2:2380\n    - --key-file=x\n";
  const program =
    "from quorate.etcd.manifest import existing\nanswer = lambda text: [existing(text), existing(existing(text))]";
  const state = "    - --initial-cluster-state=existing\n";
  const expected = manifest.replace("    - --key-file", `${state}    - --key-file`);
  expect(await ask(program, [[manifest], [expected.replace("existing", "new")]])).toEqual([
    [expected, expected],
    [expected, expected],
  ]);
});
