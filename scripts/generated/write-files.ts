import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes the files that are not current, each given by its path in this repository with what makes its text from the text that
 * it has. With `--check` on the command line it writes nothing, names these files with the script that would write
 * them, and makes the exit code 1 if there are any.
 */
export function writeFiles(script: string, files: Readonly<Record<string, (current: string) => string>>): void {
  for (const [path, make] of Object.entries(files)) {
    const file = join(import.meta.dirname, "../..", path);
    const current = textOf(file);
    const text = make(current);
    if (current === text) continue;
    if (process.argv.includes("--check")) {
      console.error(`${path} is not current; run npm run ${script}`);
      process.exitCode = 1;
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`wrote ${path}`);
    }
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
