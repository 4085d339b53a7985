import type { Repository } from "../state/repository.ts";
import { type Example, example } from "./example.ts";
import { presentUser } from "./people.ts";
import { nodeId, placed, type Urls } from "./urls.ts";

type Shown = Example<"pull_request">["repository"];
const model = example("pull_request", "opened").repository;

/** A repository as the API and the payloads of events show it. */
export function presentRepository(repository: Repository, urls: Urls): Shown {
  return {
    ...placed(model, urls, repository.fullName),
    id: repository.id,
    node_id: nodeId("R", repository.id),
    owner: presentUser(repository.owner, urls),
    private: repository.private,
    fork: repository.fork,
    default_branch: repository.defaultBranch,
  } as Shown;
}
