import type { Topology } from "../topology/topology.ts";
import { clip, printable } from "./printable.ts";
import type { Sign } from "./sign.ts";
import { leftBehind, type ReplicaMark, type ZoneColumn, zoneColumns, zonesOf } from "./zone-column.ts";

const MAX_LABEL = 120;
/** Colours of GitHub's own additions and deletions, with a text colour that can be read in its dark theme too. */
const CLASSES = [
  "  classDef created fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  "  classDef destroyed fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4 3",
  "  classDef changed fill:#fff8c5,stroke:#9a6700,color:#1f2328",
];

/** A Mermaid flowchart of the topology before and after, replicas grouped by zone; line by line, without a fence. */
export function mermaidLines(from: Topology | null, to: Topology | null): readonly string[] {
  const zones = zonesOf(from, to);
  return [
    "flowchart LR",
    ...side("before", "Before", from, zoneColumns(from, zones, to, "before")),
    ...side("after", "After", to, zoneColumns(to, zones, from, "after")),
    "  before ==> after",
    ...CLASSES,
  ];
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
  const filled = columns.filter((column) => column.replicas.length > 0);
  const absent = leftBehind(topology);
  return [
    open,
    "    direction TB",
    `    ${id}_ip([${mermaidLabel("endpoint")}])`,
    ...filled.flatMap((column, zone) => [
      `    subgraph ${id}_zone_${zone} [${mermaidLabel(column.zone)}]`,
      ...column.replicas.map((replica, at) => `      ${node(`${id}_${zone}_${at}`, replica)}`),
      "    end",
    ]),
    ...(absent.length === 0 ? [] : [`    ${id}_left(${mermaidLabel("without an instance", ...absent)})`]),
    ...edges(id, topology, filled),
    "  end",
  ];
}

function node(id: string, replica: ReplicaMark): string {
  const roles = [replica.member ? "etcd member" : "", replica.backend ? "backend" : ""].filter((role) => role !== "");
  const label = roles.length === 0 ? mermaidLabel(replica.name) : mermaidLabel(replica.name, roles.join(", "));
  const style = classOf(replica.sign);
  return `${id}[${label}]${style === undefined ? "" : `:::${style}`}`;
}

function edges(id: string, topology: Topology, columns: readonly ZoneColumn[]): readonly string[] {
  const reached = (wanted: (replica: ReplicaMark) => boolean) =>
    columns.flatMap((column, zone) =>
      column.replicas.flatMap((replica, at) => (wanted(replica) ? [`${id}_${zone}_${at}`] : [])),
    );
  if (topology.address.on === "replica") {
    return reached((replica) => replica.holdsAddress).map((target) => `    ${id}_ip --> ${target}`);
  }
  if (topology.address.on === "none") return [];
  return [
    `    ${id}_lb{{${mermaidLabel("load balancer")}}}`,
    `    ${id}_ip --> ${id}_lb`,
    ...reached((replica) => replica.backend).map((target) => `    ${id}_lb --> ${target}`),
  ];
}

function classOf(sign: Sign): string | undefined {
  return { "+": "created", "-": "destroyed", "~": "changed", "-/+": "changed", "+/-": "changed", " ": undefined }[sign];
}
