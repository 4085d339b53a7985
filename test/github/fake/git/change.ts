/** A file's new content, a symbolic link's target, or null where the file is deleted. */
export type Content = string | { readonly link: string } | null;

/** Files by path, as one commit changes them. */
export type Changes = Readonly<Record<string, Content>>;

/** Who has made a commit, and when (seconds since 1970). */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
}

/** A commit that does not exist yet. */
export interface Draft {
  /** None for the first commit. */
  readonly parent?: string;
  readonly message: string;
  readonly author: Signature;
  readonly changes: Changes;
}

/** The draft as `git fast-import` reads it, onto a reference; it answers with the commit's name. */
export function fastImport(draft: Draft, reference: string): Buffer {
  const { name, email, seconds } = draft.author;
  const parts: (string | Buffer)[] = [
    `commit ${reference}\nmark :1\ncommitter ${name} <${email}> ${seconds} +0000\n`,
    ...data(draft.message),
  ];
  if (draft.parent !== undefined) parts.push(`from ${draft.parent}\n`);
  for (const [path, content] of Object.entries(draft.changes)) {
    if (content === null) parts.push(`D ${quoted(path)}\n`);
    else if (typeof content === "string") parts.push(`M 100644 inline ${quoted(path)}\n`, ...data(content));
    else parts.push(`M 120000 inline ${quoted(path)}\n`, ...data(content.link));
  }
  parts.push("get-mark :1\n");
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
}

function data(text: string): (string | Buffer)[] {
  const bytes = Buffer.from(text);
  return [`data ${bytes.length}\n`, bytes, "\n"];
}

function quoted(path: string): string {
  const escaped = path.replace(/["\\\n]/g, (each) => (each === "\n" ? "\\n" : `\\${each}`));
  return `"${escaped}"`;
}
