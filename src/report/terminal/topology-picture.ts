import { printable } from "../../cluster/printable.ts";
import { endpointPicture } from "../../topology/endpoint/endpoint.ts";
import type { Topology } from "../../topology/topology.ts";
import { type Palette, paintSign, palette } from "../palette.ts";
import { endpointPhrase, leftBehind, type ReplicaMark, type ZoneColumn, zoneColumns, zonesOf } from "../zone-column.ts";

/** How a rendering for terminals looks: whether it has colours, and the terminal's columns. */
export interface TerminalOptions {
  readonly color: boolean;
  readonly width: number;
}

const INDENT = "  ";
const LEGEND = "● etcd member   ◆ backend   ★ holds the endpoint's IP";

/** The picture of one topology: a box per zone with its replicas, and where the endpoint leads. */
export function renderTopology(topology: Topology, options: TerminalOptions): string {
  const paint = palette(options.color);
  const columns = zoneColumns(topology, zonesOf(topology));
  return block([...sceneLines(topology, columns, options.width, paint), legend(paint)]);
}

/** Two pictures with the same columns, one above the other. null stands for a cluster that does not exist. */
export function renderTransition(from: Topology | null, to: Topology | null, options: TerminalOptions): string {
  const paint = palette(options.color);
  const zones = zonesOf(from, to);
  const scene = (title: string, topology: Topology | null, columns: readonly ZoneColumn[]) => [
    `${INDENT}${paint.bold(title)}`,
    ...(topology === null
      ? [`${INDENT}${INDENT}${paint.dim("no cluster")}`]
      : sceneLines(topology, columns, options.width, paint)),
  ];
  return block([
    ...scene("Before", from, zoneColumns(from, zones, to, "before")),
    ...scene("After", to, zoneColumns(to, zones, from, "after")),
    legend(paint),
  ]);
}

function sceneLines(topology: Topology, columns: readonly ZoneColumn[], width: number, paint: Palette) {
  const absent = leftBehind(topology);
  const { idle } = endpointPicture(topology.endpoint);
  return [
    `${INDENT}${INDENT}endpoint → ${printable(endpointPhrase(topology))}`,
    ...(idle ? [`${INDENT}${INDENT}load balancer built, without the IP`] : []),
    ...boxLines(columns, width, paint),
    ...(absent.length === 0
      ? []
      : [`${INDENT}${INDENT}${paint.yellow("without an instance:")} ${printable(absent.join(", "))}`]),
  ];
}

function boxLines(columns: readonly ZoneColumn[], width: number, paint: Palette): readonly string[] {
  const cells = columns.map((column) => ({ ...column, zone: printable(column.zone) }));
  const widths = cells.flatMap((column) => [column.zone.length, ...column.replicas.map(cellWidth)]);
  const inner = Math.max(0, ...widths) + 2;
  const perRow = Math.max(1, Math.floor((width - INDENT.length * 2 + 1) / (inner + 3)));
  const lines: string[] = [];
  for (let start = 0; start < cells.length; start += perRow) {
    lines.push(...rowLines(cells.slice(start, start + perRow), inner, paint));
  }
  return lines;
}

/** A row of boxes that are all as high as the fullest of them. */
function rowLines(columns: readonly ZoneColumn[], inner: number, paint: Palette): readonly string[] {
  const height = Math.max(1, ...columns.map((column) => column.replicas.length));
  const join = (pieces: readonly string[]) => `${INDENT}${INDENT}${pieces.join(" ")}`.trimEnd();
  const frame = paint.dim;
  return [
    join(columns.map((column) => frame(`┌ ${column.zone} ${"─".repeat(inner - column.zone.length - 2)}┐`))),
    ...Array.from({ length: height }, (_, row) =>
      join(columns.map((column) => `${frame("│")}${cell(column.replicas[row], inner, paint)}${frame("│")}`)),
    ),
    join(columns.map(() => frame(`└${"─".repeat(inner)}┘`))),
  ];
}

function cell(replica: ReplicaMark | undefined, inner: number, paint: Palette): string {
  if (replica === undefined) return " ".repeat(inner);
  const name = replica.sign === "+" ? paint.green : replica.sign === "-" ? paint.red : (text: string) => text;
  const marks = [
    replica.member ? paint.cyan("●") : " ",
    replica.backend ? paint.magenta("◆") : " ",
    replica.holdsAddress ? paint.yellow("★") : " ",
  ];
  const space = " ".repeat(inner - cellWidth(replica) - 2);
  return ` ${paintSign(replica.sign, paint)} ${name(printable(replica.name))} ${space}${marks.join("")} `;
}

/** Sign and space, the name, a space and three marks. */
function cellWidth(replica: ReplicaMark): number {
  return 2 + printable(replica.name).length + 1 + 3;
}

function legend(paint: Palette): string {
  return `${INDENT}${INDENT}${paint.dim(LEGEND)}`;
}

function block(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
