import { CloudError } from "../cloud-error.ts";

/** The two parts of a `multipart/related` upload: the object's metadata, and its content. */
export interface Upload {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/** Takes an upload apart; content is kept byte by byte. */
export function parseMultipart(contentType: string, content: Buffer): Upload {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed();
  const [metadata, media] = partsOf(content, `--${boundary}`);
  if (metadata === undefined || media === undefined) throw malformed();
  return { metadata: parseObject(metadata.body.toString()), contentType: media.contentType, bytes: media.body };
}

function partsOf(content: Buffer, delimiter: string): readonly { contentType: string | undefined; body: Buffer }[] {
  const starts: number[] = [];
  for (let at = content.indexOf(delimiter); at >= 0; at = content.indexOf(`\r\n${delimiter}`, at)) {
    const start = content[at] === 13 ? at + 2 : at;
    starts.push(start);
    at = start + delimiter.length;
  }
  return starts.slice(0, -1).map((start, index) => {
    const part = content.subarray(start + delimiter.length + 2, (starts[index + 1] ?? content.length) - 2);
    const end = part.indexOf("\r\n\r\n");
    if (end < 0) throw malformed();
    const [, type] = /content-type:\s*([^\r\n]+)/i.exec(part.subarray(0, end).toString()) ?? [];
    return { contentType: type, body: part.subarray(end + 4) };
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw malformed();
  }
}

function malformed(): CloudError {
  return new CloudError(400, "invalid", "Malformed multipart body.");
}
