import { parseState, type StateResource } from "../terraform/state.ts";
import type { Storage } from "./ports.ts";

/** What Terraform's stored state holds; nothing where there is no state yet. */
export async function storedResources(storage: Storage): Promise<readonly StateResource[]> {
  const text = await storage.readState();
  return text === undefined || text.trim() === "" ? [] : parseState(text).resources;
}
