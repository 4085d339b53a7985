/**
 * What an action has written into GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV: `name=value` lines and `name<<DELIMITER`
 * blocks. Throws where the runner would fail the step.
 */
export function readFileCommand(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const block = line.indexOf("<<");
    if (equals >= 0 && (block < 0 || equals < block)) {
      values[nameOf(line.slice(0, equals), line)] = line.slice(equals + 1);
      continue;
    }
    if (block < 0) throw new Error(`Invalid format '${line}'`);
    const delimiter = line.slice(block + 2);
    const end = lines.indexOf(delimiter);
    if (delimiter === "" || end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    values[nameOf(line.slice(0, block), line)] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return values;
}

function nameOf(name: string, line: string): string {
  if (name === "") throw new Error(`Invalid format '${line}'. Name must not be empty`);
  return name;
}
