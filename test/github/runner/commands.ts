/** A command that a line of an action's output is, as the runner reads it. */
export interface Command {
  readonly name: string;
  /** By their names in lower case. */
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const registered = new Set([
  ...["add-mask", "add-matcher", "remove-matcher", "add-path", "set-env", "set-output", "save-state", "echo"],
  ...["debug", "notice", "warning", "error", "group", "endgroup", "stop-commands"],
]);

/**
 * The command in a line, in either of the forms that GitHub's runner accepts: `::name key=value,…::data`, after any
 * white space, and the older `##[name key=value;…]data` anywhere in the line.
 * @param more the token of a `stop-commands` that is in force
 */
export function commandOf(line: string, more?: string): Command | undefined {
  return current(line, more) ?? older(line, more);
}

function current(line: string, more: string | undefined): Command | undefined {
  const text = line.trimStart();
  const end = text.startsWith("::") ? text.indexOf("::", 2) : -1;
  if (end < 0) return undefined;
  return command(text.slice(2, end), ",", more, text.slice(end + 2), unescapeProperty, unescapeData);
}

function older(line: string, more: string | undefined): Command | undefined {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) return undefined;
  return command(line.slice(start + 3, end), ";", more, line.slice(end + 1), unescapeOlder, unescapeOlder);
}

function command(
  info: string,
  separator: string,
  more: string | undefined,
  rest: string,
  property: (text: string) => string,
  data: (text: string) => string,
): Command | undefined {
  const space = info.indexOf(" ");
  const name = (space < 0 ? info : info.slice(0, space)).toLowerCase();
  if (!registered.has(name) && name !== more?.toLowerCase()) return undefined;
  const pairs =
    space < 0
      ? []
      : info
          .slice(space + 1)
          .trim()
          .split(separator);
  const properties = Object.fromEntries(
    pairs.flatMap((pair) => {
      const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
      return key === undefined || value === undefined ? [] : [[key.toLowerCase(), property(value)]];
    }),
  );
  return { name, properties, data: data(rest) };
}

// The percent sign comes last, as in the runner.
const unescapeData = replacing({ "%0D": "\r", "%0A": "\n", "%25": "%" });
const unescapeProperty = replacing({ "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" });
const unescapeOlder = replacing({ "%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%" });

function replacing(table: Readonly<Record<string, string>>): (text: string) => string {
  return (text) => Object.entries(table).reduce((done, [from, to]) => done.replaceAll(from, to), text);
}
