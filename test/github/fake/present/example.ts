import { createRequire } from "node:module";
import type { WebhookDefinition } from "@octokit/webhooks-examples";

type Name = WebhookDefinition["name"];

/** A payload of GitHub's published examples. */
export type Example<N extends Name> = WebhookDefinition<N>["examples"][number];

// A JSON module; required, because Jest and Node disagree on how to import one.
const all = createRequire(import.meta.url)("@octokit/webhooks-examples") as WebhookDefinition[];

/** The first published example of an event, with that action where the event has any. A copy, to change at will. */
export function example<N extends Name>(name: N, action?: string): Example<N> {
  const examples: readonly object[] = all.find((each) => each.name === name)?.examples ?? [];
  const found = examples.find((each) => action === undefined || ("action" in each && each.action === action));
  if (found === undefined) throw new Error(`there is no published example of ${name} ${action ?? ""}`);
  return structuredClone(found) as Example<N>;
}
