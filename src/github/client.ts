import { getOctokit } from "@actions/github";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";

/** One repository on GitHub or GitHub Enterprise, and the client that talks to it. */
export interface Github {
  readonly octokit: ReturnType<typeof getOctokit>;
  readonly owner: string;
  readonly repo: string;
}

export interface ClientOptions {
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Told when GitHub asks to slow down. */
  readonly onWait: (seconds: number, url: string) => void;
}

/** A wait that is longer than this would cost more than running again. */
const longestWaitSeconds = 120;
const mostRetries = 3;

/**
 * A client of the API that the runner's environment names (GITHUB_API_URL, GITHUB_GRAPHQL_URL). Waits where GitHub asks
 * for it, leaves a second between writes as it recommends, asks again where GitHub failed, and gives up on answers that will not change.
 */
export function githubClient({ token, owner, repo, onWait }: ClientOptions): Github {
  const wait = (seconds: number, { url }: { url: string }, _octokit: unknown, retries: number): boolean => {
    if (seconds > longestWaitSeconds || retries >= mostRetries) return false;
    onWait(seconds, url);
    return true;
  };
  const octokit = getOctokit(
    token,
    { throttle: { onRateLimit: wait, onSecondaryRateLimit: wait }, log: quiet },
    retry,
    throttling,
  );
  return { octokit, owner, repo };
}

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
