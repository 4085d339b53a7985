import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { zipOf } from "./stored-zip.ts";

/** A place on this machine that has releases of Terraform, as HashiCorp's has. */
export interface ReleaseMirror {
  readonly url: string;
  /** The SHA-256 of the archive, which is the same for every version and platform. */
  readonly sum: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts it, with this program for every release of the given versions; of others there are none. */
export async function startReleaseMirror(program: Buffer, versions: readonly string[]): Promise<ReleaseMirror> {
  const archive = zipOf("terraform", program);
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const isThere = versions.some((version) => url.startsWith(`/terraform/${version}/terraform_${version}_`));
    response.writeHead(isThere ? 200 : 404).end(isThere ? archive : "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sum: createHash("sha256").update(archive).digest("hex"),
    asked,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
