import { stripVTControlCharacters } from "node:util";
import type { TerraformDiagnostic } from "./terraform-error.ts";

/** Printed above warnings about the CLI configuration; says nothing by itself. */
const NOTICE = "There are some problems with the CLI configuration:";

/**
 * Reads diagnostics out of what commands without `-json` print to standard error: `Error: SUMMARY`, an empty line, the
 * detail; with colours and a box around each, or without. Where no error is marked as one, the text outside the boxes is:
 * `state pull` and `force-unlock` print theirs so.
 */
export function parseTextDiagnostics(text: string): TerraformDiagnostic[] {
  const blocks: string[][] = [];
  const loose: string[] = [];
  let block: string[] | null = null;
  for (const line of stripVTControlCharacters(text).split(/\r?\n/)) {
    const body = line.replace(/^│ ?/, "").trimEnd();
    if (/^[╷╵]/.test(line)) {
      block = null;
    } else if (/^(Error|Warning): /.test(body)) {
      block = [body];
      blocks.push(block);
    } else if (block !== null) {
      block.push(body);
    } else if (body !== NOTICE) {
      loose.push(body);
    }
  }
  const diagnostics = blocks.map(parseBlock);
  const rest = loose.join("\n").trim();
  if (rest !== "" && diagnostics.every(({ severity }) => severity === "warning")) {
    diagnostics.push({ severity: "error", summary: rest, detail: "", address: null });
  }
  return diagnostics;
}

function parseBlock(lines: readonly string[]): TerraformDiagnostic {
  const text = lines.join("\n").trim();
  const warning = text.startsWith("Warning: ");
  const [summary = "", ...detail] = text.replace(/^(Error|Warning): /, "").split(/\n{2,}/);
  return {
    severity: warning ? "warning" : "error",
    summary: summary.trim(),
    detail: detail.join("\n\n").trim(),
    address: /^\s*with (\S+),$/m.exec(text)?.[1] ?? null,
  };
}
