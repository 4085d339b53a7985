/** Loaded into a program that is measured: writes what it has used into a file when it ends. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env["QUORATE_BENCH_USAGE"];
  if (file !== undefined) writeFileSync(file, JSON.stringify(process.resourceUsage()));
});
