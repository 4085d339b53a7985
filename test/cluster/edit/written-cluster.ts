import fc from "fast-check";
import { validFileWith } from "../../kit/cluster/valid-file.ts";

const list = `    replicas:
      - zone: europe-west1-b
      - zone: europe-west1-c
      - zone: europe-west1-d
`;

/** The valid cluster file with the key `replicas` and its list written as given, at an indentation of four. */
export function withReplicas(replicas: string): string {
  return validFileWith(list, replicas);
}

/** One replica as somebody may write it. */
interface Written {
  readonly letter: string;
  readonly name: string | undefined;
  readonly machineType: string | undefined;
  readonly zoneFirst: boolean;
  readonly above: readonly string[];
  readonly beside: string;
  readonly below: string;
  readonly blank: boolean;
}

interface Style {
  readonly indent: string;
  readonly gap: string;
  readonly quote: string;
}

const replicas = fc
  .array(
    fc.record({
      letter: fc.constantFrom("a", "b", "c", "d"),
      named: fc.boolean(),
      machineType: fc.option(fc.constantFrom("e2-standard-8", "n2-standard-4"), { nil: undefined }),
      zoneFirst: fc.boolean(),
      above: fc.array(fc.constantFrom("# why", "# it's 'here' - [x]", "#"), { maxLength: 2 }),
      beside: fc.constantFrom("", "", " # aside, so", "  # {b}"),
      below: fc.constantFrom("", "", "# deeper"),
      blank: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.map(({ named, ...each }, index): Written => {
      const shared = all.filter(({ letter }) => letter === each.letter).length > 1;
      return { ...each, name: named || shared ? `r${index}` : undefined };
    }),
  );

const style = fc.record({
  indent: fc.constantFrom("    ", "      ", "        "),
  gap: fc.constantFrom(" ", "   "),
  quote: fc.constantFrom("", "'", '"'),
});

function fieldsOf({ letter, name, machineType, zoneFirst }: Written, { quote }: Style): string[] {
  const field = (key: string, value: string) => `${key}: ${quote}${value}${quote}`;
  const fields = [
    field("zone", `europe-west1-${letter}`),
    ...(name === undefined ? [] : [field("name", name)]),
    ...(machineType === undefined ? [] : [field("machineType", machineType)]),
  ];
  return zoneFirst ? fields : fields.toReversed();
}

function block(all: readonly Written[], style: Style, braces: boolean): string {
  const lines = all.flatMap((each, index) => {
    const [first = "", ...others] = braces ? [`{ ${fieldsOf(each, style).join(", ")} }`] : fieldsOf(each, style);
    const inner = `${style.indent} ${style.gap}`;
    return [
      ...(each.blank && index > 0 ? [""] : []),
      ...each.above.map((comment) => style.indent + comment),
      `${style.indent}-${style.gap}${first}${each.beside}`,
      ...others.map((field) => inner + field),
      ...(each.below === "" ? [] : [inner + each.below]),
    ];
  });
  return ["    replicas:", ...lines, ""].join("\n");
}

function flowInLine(all: readonly Written[], style: Style, trailing: boolean): string {
  const entries = all.map((each) => `{${fieldsOf(each, style).join(", ")}}`).join(", ");
  return `    replicas: [${entries}${trailing ? "," : ""}] # list\n`;
}

function flowInLines(all: readonly Written[], style: Style, trailing: boolean): string {
  const lines = all.flatMap((each, index) => [
    ...each.above.map((comment) => `  ${style.indent}${comment}`),
    `  ${style.indent}{ ${fieldsOf(each, style).join(", ")} }${trailing || index < all.length - 1 ? "," : ""}${each.beside}`,
  ]);
  return ["    replicas: [", ...lines, "      ]", ""].join("\n");
}

/** A list written with hyphens, and a text around it with any line breaks. */
export const blockFile = fileOf((all, style, flag) => block(all, style, flag));

/** A list in brackets, and a text around it with any line breaks. */
export const flowFile = fc.oneof(fileOf(flowInLine), fileOf(flowInLines));

function fileOf(write: (all: readonly Written[], style: Style, flag: boolean) => string): fc.Arbitrary<string> {
  return fc
    .record({
      all: replicas,
      style,
      flag: fc.boolean(),
      last: fc.boolean(),
      finalBreak: fc.boolean(),
      crlf: fc.boolean(),
      mark: fc.boolean(),
    })
    .map(({ all, style, flag, last, finalBreak, crlf, mark }) => {
      const accepting = `    acceptTwoReplicas: true\n${write(all, style, flag)}`;
      const text = last ? atTheEnd(accepting) : withReplicas(accepting);
      const ended = finalBreak ? text : text.replace(/\n$/, "");
      return (mark ? "\uFEFF" : "") + (crlf ? ended.replaceAll("\n", "\r\n") : ended);
    });
}

/** The same file with the control plane as its last key. */
function atTheEnd(list: string): string {
  const text = withReplicas(list);
  const from = text.indexOf("  controlPlane:");
  const to = text.indexOf("  endpoint:");
  return text.slice(0, from) + text.slice(to) + text.slice(from, to);
}
