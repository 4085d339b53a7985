import { clip, printable } from "../../cluster/printable.ts";
import { endpointPicture } from "../../topology/endpoint/endpoint.ts";
import type { Topology } from "../../topology/topology.ts";
import type { Sign } from "../sign.ts";
import { leftBehind, type ReplicaMark, type ZoneColumn, zoneColumns, zonesOf } from "../zone-column.ts";

const MAX_LABEL = 120;
/**
 * Colours of GitHub's own additions and deletions, with a text colour that can be read in its dark theme too. Boxes that
 * hold others let either theme shine through.
 */
const CLASSES = [
  "  classDef created fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  "  classDef destroyed fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4 3",
  "  classDef changed fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  "  classDef zone fill:#8c959f1f,stroke:#8c959f",
  "  classDef side fill:#8c959f00,stroke:#8c959f,stroke-dasharray:2 3",
  "  class before,after side",
];

/**
 * A Mermaid flowchart of the topology before and after, replicas grouped by zone; line by line, without a fence. `renewed`
 * names replicas that are removed and created anew.
 */
export function mermaidLines(
  from: Topology | null,
  to: Topology | null,
  renewed: ReadonlySet<string> = new Set(),
): readonly string[] {
  const zones = zonesOf(from, to);
  const boxes = [...boxesOf("before", from), ...boxesOf("after", to)];
  const marked = (side: "before" | "after", columns: readonly ZoneColumn[]) =>
    columns.map((column) => ({ ...column, replicas: column.replicas.map((each) => renewedMark(each, side, renewed)) }));
  return [
    "flowchart LR",
    ...side("before", "Before", from, marked("before", zoneColumns(from, zones, to, "before"))),
    ...side("after", "After", to, marked("after", zoneColumns(to, zones, from, "after"))),
    "  before ==> after",
    ...CLASSES,
    ...(boxes.length === 0 ? [] : [`  class ${boxes.join(",")} zone`]),
  ];
}

/** The IDs of the zones' boxes on one side. */
function boxesOf(side: "before" | "after", topology: Topology | null): readonly string[] {
  return zonesOf(topology).map((_, at) => `${side}_zone_${at}`);
}

function renewedMark(replica: ReplicaMark, side: "before" | "after", renewed: ReadonlySet<string>): ReplicaMark {
  return renewed.has(replica.name) ? { ...replica, sign: side === "before" ? "-" : "+" } : replica;
}

/** Somebody's text as a quoted Mermaid label: everything but letters, digits and harmless signs becomes an entity. */
export function mermaidLabel(...lines: readonly string[]): string {
  const safe = lines.map((line) =>
    clip(printable(line), MAX_LABEL).replace(/[^\p{L}\p{N} .,()-]/gu, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${safe.join("<br/>")}"`;
}

function side(id: "before" | "after", title: string, topology: Topology | null, columns: readonly ZoneColumn[]) {
  const open = `  subgraph ${id} [${mermaidLabel(title)}]`;
  if (topology === null) return [open, `    ${id}_none(${mermaidLabel("no cluster")})`, "  end"];
  const zones = columns
    .filter((column) => column.replicas.length > 0)
    .map(({ zone, replicas }, at) => ({ id: `${id}_zone_${at}`, zone, replicas }));
  const absent = leftBehind(topology);
  return [
    open,
    "    direction TB",
    `    ${id}_ip([${mermaidLabel("endpoint")}])`,
    // Mermaid draws boxes that nothing else orders from the last to the first.
    ...zones
      .toReversed()
      .flatMap((zone) => [
        `    subgraph ${zone.id} [${mermaidLabel(zone.zone)}]`,
        ...zone.replicas.map((replica, at) => `      ${node(`${zone.id}_${at}`, replica)}`),
        "    end",
        `    class ${zone.id} zone`,
      ]),
    ...(absent.length === 0 ? [] : [`    ${id}_left(${mermaidLabel("without an instance", ...absent)})`]),
    ...edges(id, topology, zones),
    "  end",
  ];
}

function node(id: string, replica: ReplicaMark): string {
  const roles = [
    replica.member ? "etcd member" : "",
    replica.backend ? "backend" : "",
    replica.holdsAddress ? "holds the IP" : "",
  ].filter((role) => role !== "");
  const style = classOf(replica.sign);
  return `${id}[${mermaidLabel(replica.name, ...roles)}]${style === undefined ? "" : `:::${style}`}`;
}

/** Arrows lead to zones, not into them: there they would cross the zone's name. Links that are not seen keep zones in a row. */
function edges(
  id: string,
  { endpoint }: Topology,
  zones: readonly { readonly id: string; readonly replicas: readonly ReplicaMark[] }[],
): readonly string[] {
  const links = (start: string, isReached: (replica: ReplicaMark) => boolean) =>
    zones.map((zone) => `    ${start} ${zone.replicas.some(isReached) ? "-->" : "~~~"} ${zone.id}`);
  if (endpointPicture(endpoint).address.on !== "loadBalancer")
    return links(`${id}_ip`, (replica) => replica.holdsAddress);
  return [
    `    ${id}_lb{{${mermaidLabel("load balancer")}}}`,
    `    ${id}_ip --> ${id}_lb`,
    ...links(`${id}_lb`, (replica) => replica.backend),
  ];
}

function classOf(sign: Sign): string | undefined {
  return { "+": "created", "-": "destroyed", "~": "changed", "-/+": "changed", "+/-": "changed", " ": undefined }[sign];
}
