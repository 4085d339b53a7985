import type { GoogleClient } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";

/** The text of a secret's latest version; undefined where the secret or a version of it does not exist. */
export async function latestSecret(
  client: GoogleClient,
  endpoints: Endpoints,
  project: string,
  secret: string,
): Promise<string | undefined> {
  const url = `${endpoints.secretManager}projects/${project}/secrets/${secret}/versions/latest:access`;
  const answer = await client.send(url, { absent: [404] });
  return answer && Buffer.from(JSON.parse(answer.text).payload.data, "base64").toString("utf8");
}
