import type { ClusterSpec } from "../../../src/cluster/cluster-spec.ts";
import type { Health } from "../../../src/plan/health.ts";
import type { ChangeRequest } from "../../../src/plan/request.ts";
import { desiredTopology } from "../../../src/topology/desired.ts";
import type { Replica, Topology } from "../../../src/topology/topology.ts";
import { endpointOf, type Mode, specOf, startupScript } from "../../kit/cluster/cluster-fixture.ts";
import type { Part } from "./roster.ts";
import type { Errand, Fates } from "./safe-way.ts";

/** One question to the planner, with what the oracle has to know to judge the answer. */
export interface ChangeCase {
  readonly title: string;
  readonly observed: Topology | null;
  readonly desired: Topology;
  readonly request: ChangeRequest;
  readonly health: Health;
  /** The least that can be hoped for, and the most: a stopped or restarted replica may come back healthy, or not. */
  readonly cautious: Errand;
  readonly hopeful: Errand;
  /** Replicas that have to keep their instance and disk, and those that have to get fresh ones. */
  readonly untouched: readonly string[];
  readonly fresh: readonly string[];
}

/** How a roster becomes a case. `names` has one letter for each part; parts are listed in the file in that order. */
export interface Setting {
  readonly from: Mode;
  readonly to: Mode;
  readonly names: readonly string[];
  readonly acceptOutage: boolean;
  readonly ask:
    | { readonly kind: "change" | "create" | "delete" }
    | { readonly kind: "replace"; readonly place: number };
}

/** The question that a roster poses in a setting. */
export function changeCase(roster: readonly Part[], setting: Setting): ChangeCase {
  const named = roster.map((part, place) => ({ ...part, name: `prod-${setting.names[place]}` }));
  const was = named.filter(({ fate }) => fate !== "new");
  const is = named.filter(({ target }) => target !== null);
  const { acceptOutage, ask } = setting;
  const replaced = ask.kind === "replace" ? named[ask.place]?.name : undefined;
  const anew = new Set(is.filter((part) => isAnew(part) || part.name === replaced).map(({ name }) => name));
  const whole = atRest(
    was.map(({ name, zone }) => [name, zone, false]),
    setting.from,
  );
  const desired = atRest(
    is.map(({ name, target, fate }) => [name, target ?? 0, fate === "restart"]),
    setting.to,
  );
  const retyped = new Set(is.filter(({ fate }) => fate === "retype").map(({ name }) => name));
  const errand = (isUp: (part: Part) => boolean, restartCures: boolean): Errand => ({
    healthy: count(was.filter(isUp), anew),
    sick: count(
      was.filter((part) => !isUp(part)),
      anew,
    ),
    newcomers: is.filter(({ fate }) => fate === "new").length,
    moves: endpointOf(whole).address.on !== endpointOf(desired).address.on,
    acceptOutage,
    restartCures,
  });
  return {
    title: `${named.map(print).join(" ")} ${setting.from}→${setting.to} ${ask.kind}${replaced ? ` ${replaced}` : ""}${acceptOutage ? " outage accepted" : ""}`,
    observed:
      ask.kind === "create" ? null : switchOff(vanish(whole, namesOf(was, "vanished")), namesOf(was, "stopped")),
    desired: { ...desired, replicas: desired.replicas.map((each) => (retyped.has(each.name) ? retype(each) : each)) },
    request:
      ask.kind === "delete"
        ? { kind: "delete-cluster" }
        : replaced === undefined
          ? { kind: "none", acceptOutage }
          : { kind: "replace", replica: replaced, acceptOutage },
    health:
      ask.kind === "create"
        ? null
        : Object.fromEntries(
            was
              .filter(({ life }) => life !== "vanished")
              .map(({ name, life }) => [name, life === "stopped" ? "dead" : (life as "healthy")]),
          ),
    cautious: errand(({ life }) => life === "healthy", false),
    hopeful: errand(({ life, fate }) => life === "healthy" || (life === "stopped" && fate !== "leave"), true),
    untouched:
      ask.kind === "create"
        ? []
        : is.filter(({ name, fate }) => fate !== "new" && !anew.has(name)).map(({ name }) => name),
    fresh: [...anew],
  };
}

type Named = Part & { readonly name: string };

function isAnew({ fate, life }: Named): boolean {
  return fate === "retype" || fate === "move" || (life === "vanished" && fate !== "new");
}

function count(parts: readonly Named[], anew: ReadonlySet<string>): Fates {
  const fates = { stay: 0, leave: 0, anew: 0, restart: 0 };
  for (const { name, fate, life } of parts) {
    if (fate === "leave") fates.leave++;
    else if (anew.has(name)) fates.anew++;
    else if (fate === "restart" && life !== "stopped") fates.restart++;
    else fates.stay++;
  }
  return fates;
}

function namesOf(parts: readonly Named[], life: Part["life"]): Set<string> {
  return new Set(parts.filter((part) => part.life === life).map(({ name }) => name));
}

function atRest(replicas: readonly (readonly [string, number, boolean])[], mode: Mode): Topology {
  const spec: ClusterSpec = specOf("b", mode);
  const list = replicas.map(([name, zone, bigger]) => ({
    name,
    zone: `${spec.region}-${"bcd"[zone]}`,
    machineType: bigger ? "e2-standard-8" : "e2-standard-4",
  }));
  return desiredTopology({ ...spec, controlPlane: { ...spec.controlPlane, replicas: list } }, startupScript);
}

function retype(replica: Replica): Replica {
  return { ...replica, etcdDisk: { ...replica.etcdDisk, type: "pd-balanced" } };
}

function switchOff(topology: Topology, names: ReadonlySet<string>): Topology {
  const replicas = topology.replicas.map((each) => (names.has(each.name) ? { ...each, running: false } : each));
  return { ...topology, replicas };
}

/** Instances are gone; their disks, addresses and memberships are what they have left. */
function vanish(topology: Topology, names: ReadonlySet<string>): Topology {
  if (names.size === 0) return topology;
  const endpoint = endpointOf(topology);
  const { address, backends } = endpoint;
  const gone = topology.replicas.filter(({ name }) => names.has(name));
  return {
    ...topology,
    replicas: topology.replicas.filter(({ name }) => !names.has(name)),
    remains: gone.map(({ name, zone, etcdDisk }) => ({ name, address: true, etcdDisk: { ...etcdDisk, zone } })),
    endpoint: {
      ...endpoint,
      backends: backends.filter((name) => !names.has(name)),
      address: address.on === "replica" && names.has(address.name) ? { on: "none" } : address,
    },
  };
}

function print({ name, zone, target, fate, life }: Named): string {
  const place = target === null || target === zone ? "bcd"[zone] : `${"bcd"[zone]}→${"bcd"[target]}`;
  return `${name.slice(5)}@${place}${fate === "keep" ? "" : `:${fate}`}${life === "healthy" ? "" : `(${life})`}`;
}
