/** Writes the tables of inputs and outputs in docs/action.md, from action.yml. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTables } from "./action-docs/tables.ts";

const root = join(import.meta.dirname, "..");
const page = join(root, "docs/action.md");
const [metadata, text] = await Promise.all([readFile(join(root, "action.yml"), "utf8"), readFile(page, "utf8")]);
await writeFile(page, withTables(text, metadata));
