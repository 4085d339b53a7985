/** As much of a syntax tree's node as is looked at. */
interface Node {
  readonly type: string;
  /** Of a property. */
  readonly key?: { readonly name?: string };
  /** Of a variable. */
  readonly id?: { readonly name?: string };
  /** Of a call. */
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly Node[];
}

interface Path {
  readonly node: Node;
  readonly parentPath: Path | null;
}

const texts = ["title", "reason", "message", "remedy"];
/** Functions that are given texts, with the place of the first one. */
const speakers: Readonly<Record<string, number>> = { refusal: 1, refuse: 1, diagnose: 0, proposal: 2, Error: 0 };

/**
 * Keeps Stryker from mutating what only people read: titles, reasons, messages and remedies. A test of each such text
 * would say it twice and prove nothing. Names, kinds, checks and codes are no wording, nor is the choice between two texts.
 */
function shouldIgnore(path: Path): string | undefined {
  if (path.node.type !== "StringLiteral" && path.node.type !== "TemplateLiteral") return undefined;
  let text = path;
  while (text.parentPath?.node.type === "ConditionalExpression") text = text.parentPath;
  const place = text.parentPath?.node;
  return place !== undefined && isText(place, text.node) ? "wording" : undefined;
}

function isText(place: Node, text: Node): boolean {
  const name = place.key?.name ?? place.id?.name;
  if (name !== undefined) return texts.includes(name);
  const from = speakers[place.callee?.name ?? ""];
  return from !== undefined && (place.arguments ?? []).indexOf(text) >= from;
}

export const strykerPlugins = [{ kind: "Ignore", name: "wording", value: { shouldIgnore } }];
