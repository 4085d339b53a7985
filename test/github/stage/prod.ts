import { clusterText, type Wanted } from "../../kit/cluster/cluster-text.ts";
import type { Changes } from "../fake/git/change.ts";
import type { Comment } from "../fake/state/records.ts";
import { World } from "./world.ts";

/** The text of `clusters/prod.yaml`: one replica unless told. */
export function prod(wanted: Partial<Wanted> = {}): string {
  return clusterText({ name: "prod", zones: "b", ...wanted });
}

/** A change of it to three replicas. */
export const grown: Changes = { "clusters/prod.yaml": prod({ zones: "bcd" }) };

/** Who GITHUB_TOKEN writes as. */
export const bot = "github-actions[bot]";

/** A repository with the cluster `prod`. */
export function openProd(): Promise<World> {
  return World.open({ files: { "clusters/prod.yaml": prod(), "README.md": "ours\n" } });
}

/** Ends a repository; throws where a call was made that the fake does not know. */
export async function closeWorld(world: World): Promise<void> {
  const { unknown } = world.github.log;
  await world.close();
  if (unknown.length > 0) throw new Error(`calls without a route: ${JSON.stringify(unknown)}`);
}

/** The comment on a pull request; throws where there is none or more than one. */
export function only(world: World, number: number): Comment {
  const [comment, ...others] = world.comments(number);
  if (comment === undefined || others.length > 0) throw new Error(`there are ${others.length} comments too many`);
  return comment;
}
