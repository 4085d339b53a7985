import { Composer, type Document, type YAMLError } from "yaml";
import type { Code } from "../codes.ts";
import { quote } from "../quote.ts";
import type { Finding } from "./finding.ts";
import { startOf } from "./source.ts";
import { readTokens } from "./tokens.ts";

/** A YAML text, read. `document` is absent when the text cannot be understood at all; then `findings` say why. */
export interface ReadDocument {
  readonly document?: Document;
  readonly findings: readonly Finding[];
}

/** Fixed, so that a `%YAML 1.1` directive cannot bring merge keys, `yes` as a boolean, or tags back. */
const options = {
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  stringKeys: true,
  uniqueKeys: true,
  strict: true,
  prettyErrors: false,
  logLevel: "error",
} as const;

/** Reads the one document of a text, with everything that is wrong with it as YAML. */
export function readDocument(text: string): ReadDocument {
  const read = readTokens(text);
  if ("refused" in read) return { findings: [read.refused] };
  const [document, second] = new Composer(options).compose(read.tokens);
  if (document === undefined) return { findings: [empty] };
  const findings = [...document.errors, ...document.warnings].map(findingOf);
  if (second !== undefined) findings.push(severalDocuments(second));
  if (document.errors.some(({ code }) => !readable.has(code))) return { findings };
  if (isEmpty(document)) return { findings: [empty, ...findings] };
  return { document, findings };
}

/** Errors after which the rest of the document still means what it says. */
const readable = new Set(["DUPLICATE_KEY", "NON_STRING_KEY"]);

const empty: Finding = {
  offset: 0,
  problem: {
    code: "Q004",
    message: "The file is empty",
    remedy: "Write a cluster, beginning with apiVersion: quorate.dev/v1",
  },
};

function isEmpty(document: Document): boolean {
  const contents = document.contents as { value?: unknown } | null;
  return contents === null || contents.value === null;
}

function findingOf(error: YAMLError): Finding {
  const [code, remedy] = meanings[error.code] ?? [
    "Q001",
    "Correct the YAML here; a mistake may begin on the line above",
  ];
  return { offset: error.pos[0], problem: { code, message: messages[error.code] ?? quoted(error.message), remedy } };
}

const meanings: Partial<Record<YAMLError["code"], readonly [Code, string]>> = {
  DUPLICATE_KEY: ["Q002", "Remove one of the two"],
  TAB_AS_INDENT: ["Q001", "Indent with spaces"],
  NON_STRING_KEY: ["Q008", "Write a plain word as key"],
  TAG_RESOLVE_FAILED: ["Q008", "Remove the tag; the format has none"],
  BAD_DIRECTIVE: ["Q008", "Remove the directive"],
};

const messages: Partial<Record<YAMLError["code"], string>> = {
  DUPLICATE_KEY: "The same key stands in this mapping twice",
  NON_STRING_KEY: "A key is not plain text",
};

/** The parser's own words may quote the file. */
function quoted(message: string): string {
  return quote(message.split("\n")[0] ?? "").slice(1, -1);
}

function severalDocuments(second: Document.Parsed): Finding {
  return {
    offset: startOf(second.contents) ?? second.range[0],
    problem: {
      code: "Q003",
      message: "The file has several documents",
      remedy: "Write each cluster into a file of its own",
    },
  };
}
