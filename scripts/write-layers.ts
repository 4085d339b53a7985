/** Writes what follows from the table of layers. With `--check` it only says what is not current. */
import { between } from "./generated/between.ts";
import { writeFiles } from "./generated/write-files.ts";
import { biomeRules } from "./layers/biome-rules.ts";
import { importTable } from "./layers/import-table.ts";

writeFiles("layers", {
  "biome.layers.json": biomeRules,
  "docs/architecture.md": (page) => between(page, "layers", importTable()),
});
