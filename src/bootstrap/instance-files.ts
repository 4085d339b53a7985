import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("./instance/", import.meta.url);

/**
 * The names of what runs on an instance, below `instance/`, sorted. `scripts/build.ts` replaces this function and the
 * next by the names and the texts themselves.
 */
export function instanceFiles(): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.(sh|py|yaml|conf|service)$/.test(name)).sort();
}

/** The text of such a file. */
export function instanceFile(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}
