import { expect, jest, test } from "@jest/globals";
import { python } from "../kit/python.ts";

jest.setTimeout(60_000);

/**
 * Members as in `b c* d? (e)`: `*` leads, `!` does not answer, `(…)` is a learner, `(…)!` a learner that has been silent
 * for ten minutes. IDs are the names.
 */
interface Case {
  readonly what: string;
  readonly members: string;
  readonly told?: string;
  readonly remove?: string;
  readonly idle?: boolean;
  readonly serving?: string;
  readonly change: string | null;
}

const cases: Case[] = [
  { what: "nothing is asked for", members: "b* c d", told: "b c d", change: null },
  { what: "a named voter is removed", members: "b* c d", told: "b c", remove: "d", change: "remove d" },
  { what: "a named voter that is dead is removed", members: "b* c d!", told: "b c", remove: "d", change: "remove d" },
  {
    what: "the dead one of two named voters goes first",
    members: "b* c d e!",
    told: "b",
    remove: "c d e",
    change: "remove e",
  },
  {
    what: "a voter stays where the others that answer would be no quorum (R2)",
    members: "b* c! d",
    told: "b c",
    remove: "d",
    change: null,
  },
  { what: "the last voter stays (R7)", members: "b*", told: "", remove: "b", change: null },
  {
    what: "one of two goes, the survivor alone is a quorum",
    members: "b* c",
    told: "b",
    remove: "c",
    change: "remove c",
  },
  {
    what: "a leader that is to go hands over first",
    members: "b* c d",
    told: "c d",
    remove: "b",
    change: "hand-over c",
  },
  {
    what: "a leader that is to go hands over to one that answers and stays",
    members: "b* c! d e f",
    told: "c e f",
    remove: "b d",
    change: "hand-over e",
  },
  {
    what: "nobody is removed while a learner catches up (R1)",
    members: "b* c d (e)",
    told: "b c e",
    remove: "d",
    change: null,
  },
  { what: "a named learner is reaped", members: "b* c (d)", told: "b c", remove: "d", change: "remove d" },
  { what: "a learner that has been silent is reaped", members: "b* c (d)!", told: "b c d", change: "remove d" },
  { what: "a member that nobody named is never removed", members: "b* c x", told: "b c", change: null },
  {
    what: "nor is anybody else while such a member is there (R1)",
    members: "b* c d x",
    told: "b c",
    remove: "d",
    change: null,
  },
  {
    what: "who is told of as a member and for removal stays: lists arrive one after another",
    members: "b* c d",
    told: "b c d",
    remove: "d",
    change: null,
  },
  {
    what: "a leader without traffic hands over to one that has some (R12)",
    members: "b* c d",
    told: "b c d",
    idle: true,
    serving: "d",
    change: "hand-over d",
  },
  {
    what: "a leader without traffic stays where nobody has any",
    members: "b* c d",
    told: "b c d",
    idle: true,
    change: null,
  },
  {
    what: "a leader without traffic does not hand over to one that is dead",
    members: "b* c d!",
    told: "b c d",
    idle: true,
    serving: "d",
    change: null,
  },
];

test("the leader makes only safe changes, and only those that are asked for (R1, R2)", async () => {
  const answers = await python("decide.py", cases.map(view));
  const said = cases.map(({ what }, at) => [what, (answers as unknown[])[at]]);
  expect(said).toEqual(cases.map(({ what, change }) => [what, change]));
});

test("whatever it is told, it never leaves fewer healthy voters than a quorum", async () => {
  const names = ["b", "c", "d", "e", "f"];
  const views = [...Array(2 ** 5).keys()].flatMap((dead) =>
    [...Array(2 ** 5).keys()].map((remove) => {
      const bit = (set: number, at: number) => (set >> at) % 2 === 1;
      const members = names.map((name, at) => `${name}${at === 0 ? "*" : bit(dead, at) ? "!" : ""}`).join(" ");
      const named = names.filter((_, at) => bit(remove, at));
      const told = names.filter((name) => !named.includes(name));
      return view({ what: "", members, told: told.join(" "), remove: named.join(" "), change: null });
    }),
  );
  const answers = (await python("decide.py", views)) as (string | null)[];
  let removals = 0;
  for (const [at, answer] of answers.entries()) {
    const { members = [], healthy = [], remove = [] } = views[at] ?? {};
    const [kind, subject = ""] = answer?.split(" ") ?? [];
    if (kind === "hand-over") {
      expect(healthy).toContain(subject);
      expect(remove).not.toContain(subject);
    }
    if (kind !== "remove") continue;
    removals++;
    expect(remove).toContain(subject);
    const stay = members.filter(({ id }) => id !== subject);
    expect(stay.filter(({ id }) => healthy.includes(id)).length).toBeGreaterThan(stay.length / 2);
  }
  expect(removals).toBeGreaterThan(100);
});

function view({ members, told = "", remove = "", idle = false, serving = "" }: Case) {
  const list = (text: string) => text.split(" ").filter((name) => name !== "");
  const parsed = list(members).map((text) => {
    const name = text.replace(/[^a-z]/g, "");
    return { text, member: { id: name, name, learner: text.includes("("), host: name } };
  });
  return {
    members: parsed.map(({ member }) => member),
    leader: parsed.find(({ text }) => text.includes("*"))?.member.id ?? "",
    healthy: parsed.filter(({ text }) => !text.includes("!")).map(({ member }) => member.id),
    silent: Object.fromEntries(parsed.map(({ text, member }) => [member.id, text.includes(")!") ? 600 : 0])),
    told: list(told),
    remove: list(remove),
    idle,
    serving: list(serving),
  };
}
