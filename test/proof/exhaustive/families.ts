import { shuffled } from "../../kit/random.ts";
import { type ChangeCase, changeCase, type Setting } from "./change-case.ts";
import { type Part, rosters, type Scope } from "./roster.ts";

/** Cases of one kind: all rosters of a scope, and what is asked about each. */
export interface Family {
  readonly name: string;
  readonly scope: Scope;
  readonly ask: "change" | "replace" | "create" | "delete";
  /** The part of its rosters that `npm test` goes through; together some seconds' worth. */
  readonly share: number;
}

const small = 2;
const five = { mostObserved: 5, mostDesired: 5 } as const;

export const families: readonly Family[] = [
  {
    name: "create a cluster",
    scope: { fates: ["keep"], lives: ["healthy"], ...five },
    ask: "create",
    share: 1,
  },
  {
    name: "add and remove replicas of which some are dead or unknown",
    scope: { fates: ["keep", "leave", "new"], lives: ["healthy", "dead", "unknown"], ...five },
    ask: "change",
    share: 0.02,
  },
  {
    name: "replace a replica of which some are dead or unknown",
    scope: { fates: ["keep"], lives: ["healthy", "dead", "unknown"], ...five },
    ask: "replace",
    share: 0.25,
  },
  {
    name: "replace a replica while others come and go",
    scope: { fates: ["keep", "leave", "new"], lives: ["healthy", "dead"], mostObserved: 4, mostDesired: 4 },
    ask: "replace",
    share: 0.05,
  },
  {
    name: "change machine types, disk types and zones",
    scope: {
      fates: ["keep", "leave", "restart", "retype", "move", "new"],
      lives: ["healthy", "dead"],
      mostObserved: 3,
      mostDesired: 3,
    },
    ask: "change",
    share: 0.05,
  },
  {
    name: "change machine types and zones of up to four replicas",
    scope: {
      fates: ["keep", "leave", "restart", "move", "new"],
      lives: ["healthy", "dead"],
      mostObserved: 4,
      mostDesired: 4,
    },
    ask: "change",
    share: 0.01,
  },
  {
    name: "change machine types of up to five replicas of which up to three stay",
    scope: { fates: ["keep", "leave", "restart", "new"], lives: ["healthy", "dead"], mostObserved: 5, mostDesired: 3 },
    ask: "change",
    share: 0.02,
  },
  {
    name: "change machine types where instances have vanished or were stopped",
    scope: {
      fates: ["keep", "leave", "restart", "new"],
      lives: ["healthy", "dead", "vanished", "stopped"],
      mostObserved: 3,
      mostDesired: 3,
    },
    ask: "change",
    share: 0.02,
  },
  {
    name: "replace a replica where others restart, have vanished or were stopped",
    scope: {
      fates: ["keep", "leave", "restart", "new"],
      lives: ["healthy", "dead", "vanished", "stopped"],
      mostObserved: 3,
      mostDesired: 3,
    },
    ask: "replace",
    share: 0.03,
  },
  {
    name: "go on where instances have vanished or were stopped",
    scope: {
      fates: ["keep", "leave", "new"],
      lives: ["healthy", "dead", "vanished", "stopped"],
      mostObserved: 4,
      mostDesired: 4,
    },
    ask: "change",
    share: 0.02,
  },
  {
    name: "delete a cluster",
    scope: { fates: ["keep"], lives: ["healthy", "dead"], ...five },
    ask: "delete",
    share: 1,
  },
];

const letters = [..."abcdefghij"];

/**
 * The cases that a roster poses: both balancer modes wherever a single replica makes them differ, outages accepted and
 * not wherever a restart is asked for, each replica to be replaced in turn. Names are dealt by `next`.
 */
export function* casesOf({ ask }: Family, roster: readonly Part[], next: () => number): Generator<ChangeCase> {
  const modes = (count: number) => (count === 1 ? (["whenReplicated", "always"] as const) : (["always"] as const));
  const observed = roster.filter(({ fate }) => fate !== "new").length;
  const desired = roster.filter(({ target }) => target !== null).length;
  const accepts = roster.some(({ fate }) => fate === "restart") ? [false, true] : [false];
  const asks: Setting["ask"][] =
    ask === "replace"
      ? roster.flatMap(({ fate }, place) => (fate === "keep" ? [{ kind: ask, place }] : []))
      : [{ kind: ask }];
  for (const from of modes(observed)) {
    for (const to of ask === "change" || ask === "replace" ? modes(desired) : [from]) {
      for (const each of asks) {
        for (const acceptOutage of accepts) {
          const names = shuffled(letters.slice(0, roster.length), next);
          yield changeCase(roster, { from, to, names, acceptOutage, ask: each });
        }
      }
    }
  }
}

/** The cases of a share of a family's rosters. Small rosters are all there: most of what is special is about one or two. */
export function* sample(family: Family, next: () => number, share: number): Generator<ChangeCase> {
  for (const roster of rosters(family.scope)) {
    if (roster.length <= small || next() < share) yield* casesOf(family, roster, next);
  }
}
