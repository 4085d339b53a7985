import { CST, Lexer, Parser } from "yaml";
import { quote } from "../quote.ts";
import type { Finding } from "./finding.ts";

/** Limits far above any cluster, and far below what would make a reader slow or overflow its stack. */
const mostBytes = 1024 * 1024;
const mostLexemes = 50_000;
/** Of the parser's stack: a level takes one entry, the document and a scalar two more. */
const mostDepth = 32;
const mostAliases = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** Tokens of a text that is safe to compose into documents; or why it is not. */
export type Tokens = { readonly tokens: readonly CST.Token[] } | { readonly refused: Finding };

/**
 * Reads text into YAML tokens within limits: size, control characters, number of lexemes and of aliases, depth. The
 * limits come first because composing is recursive and, in mappings and aliases, of quadratic cost.
 */
export function readTokens(text: string): Tokens {
  if (Buffer.byteLength(text) > mostBytes) return refuse(0, "Q005", "The file has more than 1 MiB", smaller);
  const found = control.exec(text);
  if (found !== null) {
    const remedy = "Remove it; a file in UTF-16 must be saved as UTF-8";
    return refuse(found.index, "Q007", `There is the control character ${quote(found[0])}`, remedy);
  }
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let aliases = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > mostLexemes) return refuse(offset, "Q005", "The file has too many values", smaller);
    if (CST.tokenType(lexeme) === "alias" && ++aliases > mostAliases) {
      return refuse(offset, "Q008", `The file has more than ${mostAliases} aliases`, "Write the values themselves");
    }
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > mostDepth) {
      return refuse(offset, "Q006", "Lists and mappings are nested too deeply", "A cluster file needs six levels");
    }
    offset = parser.offset;
  }
  tokens.push(...parser.end());
  return { tokens };
}

const smaller = "Write one cluster a file, and nothing else in it";

function refuse(offset: number, code: "Q005" | "Q006" | "Q007" | "Q008", message: string, remedy: string): Tokens {
  return { refused: { offset, problem: { code, message, remedy } } };
}
