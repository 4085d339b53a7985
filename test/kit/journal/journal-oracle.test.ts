import { describe, expect, test } from "@jest/globals";
import { type Case, judgeJournal } from "./journal-oracle.ts";
import { JournalScript } from "./journal-script.ts";
import type { Rule } from "./violation.ts";

const three = ["life-b", "life-c", "life-d"];
const two = ["life-b", "life-c"];
const upload = (name: string) => `/upload/storage/v1/b/acme/o?name=${encodeURIComponent(name)}&ifGenerationMatch=0`;

function rules({ entries }: JournalScript, about: Partial<Case> = {}): readonly Rule[] {
  return [...new Set(judgeJournal(entries, { cluster: "life", ...about }).violations.map(({ rule }) => rule))];
}

describe("a good journal", () => {
  test("has nothing against it, and each move of the IP is told with its holders", () => {
    const script = JournalScript.ofThree()
      .balance(...two)
      .tell("life-b", ["life-d"])
      .tell("life-c", ["life-d"]);
    script.event("member-removed", "life-d", { voters: two }).delete("life-d").disk("life-d", "DELETE");
    script
      .balance("life-b")
      .tell("life-b", ["life-c"])
      .event("member-removed", "life-c", { voters: ["life-b"] });
    script.rule("DELETE").take("life-b").balance().delete("life-c").disk("life-c", "DELETE");
    const { moves, violations } = judgeJournal(script.entries, { cluster: "life" });
    expect(violations).toEqual([]);
    expect(moves.map(({ from, to }) => [from, to])).toEqual([
      ["instance life-b", "forwardingRule life-api"],
      ["forwardingRule life-api", "instance life-b"],
    ]);
  });

  test("may create a balanced cluster whose first replica gets traffic before it votes (R4)", () => {
    const script = new JournalScript().reserve().create("life-b", { role: "init" }).balance("life-b").rule("POST");
    expect(rules(script.event("initialised", "life-b", { voters: ["life-b"] }))).toEqual([]);
  });

  test("may create all others of a new cluster at once, which then join one after another", () => {
    const script = JournalScript.ofOne().create("life-c").create("life-d");
    script.event("learner-added", "life-c", { voters: ["life-b"], learners: ["life-c"] });
    script.event("promoted", "life-c", { voters: two });
    script.event("learner-added", "life-d", { voters: two, learners: ["life-d"] });
    script.event("promoted", "life-d", { voters: three });
    expect(rules(script, { created: script.entries.length })).toEqual([]);
    expect(rules(script)).toEqual(["two-changes"]);
  });

  test("may end with the deletion of everything, once that was asked for (R7)", () => {
    const script = JournalScript.ofOne();
    const deleting = script.entries.length;
    script.delete("life-b").reserve(null);
    expect(rules(script, { deleting })).toEqual([]);
    expect(rules(script)).toEqual(expect.arrayContaining(["deleted-member", "address-lost", "address-unheld"]));
  });

  test("may hold refusals by the locks that keep two runs apart", () => {
    const script = JournalScript.ofOne();
    for (const lock of ["quorate/acme/life/quorate.lock", "quorate/acme/life/default.tflock"])
      script.refused("POST", upload(lock), 412, "conditionNotMet");
    expect(rules(script)).toEqual([]);
  });
});

type Breach = readonly [what: string, rule: Rule, script: () => JournalScript];

const breaches: readonly Breach[] = [
  [
    "a call refused as in use",
    "refused-call",
    () => JournalScript.ofOne().refused("DELETE", "/compute/v1/x", 400, "resourceInUseByAnotherResource"),
  ],
  [
    "a call refused as stale, other than a lock",
    "refused-call",
    () => JournalScript.ofOne().refused("POST", upload("quorate/acme/life/default.tfstate"), 412, "conditionNotMet"),
  ],
  [
    "a join token in metadata",
    "secret",
    () =>
      JournalScript.ofOne().call(
        "POST",
        "projects/acme-prod/zones/z/instances/x",
        { items: [{ key: "a", value: "kubeadm join --token abcdef.0123456789abcdef" }] },
        "setMetadata",
      ),
  ],
  [
    "a key that the journal has blotted out",
    "secret",
    () => JournalScript.ofOne().call("POST", "projects/acme-prod/global/firewalls/f", { password: "(redacted)" }),
  ],
  [
    "a secret's contents written by a call",
    "secret",
    () => JournalScript.ofOne().refused("POST", "/v1/projects/acme-prod/secrets/life-ca:addVersion", 200, ""),
  ],
  [
    "R5: the IP let go and taken again by the same holder",
    "address-unheld",
    () => JournalScript.ofOne().free("life-b").take("life-b"),
  ],
  ["R5: the IP let go for good", "address-unheld", () => JournalScript.ofOne().free("life-b")],
  ["R5: two holders of the IP", "two-holders", () => JournalScript.ofOne().rule("POST")],
  ["the address deleted", "address-lost", () => JournalScript.ofOne().reserve(null)],
  ["the address changed", "address-lost", () => JournalScript.ofOne().reserve("203.0.113.9")],
  [
    "R6: a health check made while nobody holds the IP",
    "slow-move",
    () =>
      JournalScript.ofOne()
        .free("life-b")
        .call("POST", "projects/acme-prod/regions/r/healthChecks/life-api")
        .rule("POST"),
  ],
  [
    "R6: a member promoted while nobody holds the IP",
    "slow-move",
    () =>
      JournalScript.ofOne()
        .create("life-c")
        .event("learner-added", "life-c", { voters: ["life-b"], learners: ["life-c"] })
        .free("life-b")
        .event("promoted", "life-c", { voters: two })
        .rule("POST"),
  ],
  [
    "R6: the holder of the IP deleted",
    "holder-deleted",
    () =>
      JournalScript.ofOne()
        .join("life-c")
        .event("member-removed", "life-b", { voters: ["life-c"] })
        .delete("life-b")
        .take("life-c"),
  ],
  [
    "R1: two learners",
    "two-changes",
    () =>
      JournalScript.ofOne()
        .create("life-c")
        .event("learner-added", "life-c", { voters: ["life-b"], learners: ["life-c", "life-d"] }),
  ],
  [
    "R1: a voter removed while another member learns",
    "two-changes",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .create("life-e")
        .event("learner-added", "life-e", { voters: three, learners: ["life-e"] })
        .event("member-removed", "life-d", { voters: two, learners: ["life-e"] }),
  ],
  [
    "R1: two voters gone at once",
    "two-changes",
    () =>
      JournalScript.ofThree()
        .balance("life-b")
        .event("member-removed", "life-d", { voters: ["life-b"] }),
  ],
  [
    "R1: two names to remove",
    "two-changes",
    () => JournalScript.ofThree().balance("life-b").tell("life-b", ["life-c", "life-d"]),
  ],
  [
    "R1: a name to remove while a replica is joining",
    "two-changes",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .create("life-e")
        .tell("life-b", ["life-d"]),
  ],
  [
    "R1: a second replica created before the first votes",
    "two-changes",
    () => JournalScript.ofOne().create("life-c").create("life-d"),
  ],
  [
    "R1: a replica created while a member is to go",
    "two-changes",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .tell("life-b", ["life-d"])
        .create("life-e"),
  ],
  [
    "R2: two of three voters dead",
    "quorum-lost",
    () => JournalScript.ofThree().event("killed", "life-c", { voters: three, aliveVoters: ["life-b"] }),
  ],
  [
    "R3: an instance deleted before its member was removed",
    "deleted-member",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .delete("life-d"),
  ],
  [
    "R3: an instance created under a name that one replica is still told to remove",
    "removal-told",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .tell("life-b", ["life-d"])
        .tell("life-c", ["life-d"])
        .event("member-removed", "life-d", { voters: two })
        .delete("life-d")
        .tell("life-b", [])
        .create("life-d"),
  ],
  ["R3: the disk of a member deleted", "deleted-member", () => JournalScript.ofThree().disk("life-d", "DELETE")],
  [
    "R3: an instance deleted that gets traffic",
    "not-drained",
    () => JournalScript.ofThree().event("member-removed", "life-d", { voters: two }).delete("life-d"),
  ],
  [
    "R3: a member told to go that gets traffic",
    "not-drained",
    () => JournalScript.ofThree().tell("life-b", ["life-d"]),
  ],
  [
    "R3: a member removed that gets traffic",
    "not-drained",
    () => JournalScript.ofThree().event("member-removed", "life-d", { voters: two }),
  ],
  [
    "R4: traffic for a replica that does not vote yet",
    "backend-without-vote",
    () =>
      JournalScript.ofThree()
        .create("life-e")
        .balance(...three, "life-e"),
  ],
  [
    "R4: traffic for a voter that is dead",
    "backend-without-vote",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .event("killed", "life-d", { voters: three, aliveVoters: two })
        .balance(...three),
  ],
  [
    "R9: a data disk that has served a member before",
    "used-disk",
    () =>
      JournalScript.ofThree()
        .balance(...two)
        .event("member-removed", "life-d", { voters: two })
        .delete("life-d")
        .create("life-d", { disk: false })
        .event("learner-added", "life-d", { voters: two, learners: ["life-d"] }),
  ],
  [
    "R9: a data disk that nobody has created",
    "used-disk",
    () =>
      JournalScript.ofOne()
        .create("life-c", { disk: false })
        .event("learner-added", "life-c", { voters: ["life-b"], learners: ["life-c"] }),
  ],
  [
    "a later instance that may initialise",
    "second-init",
    () => JournalScript.ofOne().create("life-c", { role: "init" }),
  ],
  [
    "a cluster initialised twice",
    "second-init",
    () =>
      JournalScript.ofOne()
        .disk("life-b")
        .event("initialised", "life-b", { voters: ["life-b"] }),
  ],
];

describe("the oracle notices", () => {
  test.each(breaches)("%s", (_, rule, script) => {
    expect(rules(script())).toContain(rule);
  });

  test("every rule that it knows is among these", () => {
    const known: Record<Rule, true> = {
      "refused-call": true,
      secret: true,
      "address-unheld": true,
      "two-holders": true,
      "address-lost": true,
      "slow-move": true,
      "holder-deleted": true,
      "two-changes": true,
      "quorum-lost": true,
      "deleted-member": true,
      "not-drained": true,
      "removal-told": true,
      "backend-without-vote": true,
      "used-disk": true,
      "second-init": true,
    };
    expect(new Set(breaches.map(([, rule]) => rule))).toEqual(new Set(Object.keys(known)));
  });
});
