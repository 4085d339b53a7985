/** Something that has happened in the repository and that starts a workflow. */
export interface Event {
  readonly name: string;
  readonly payload: object;
  /** GITHUB_SHA: of a pull request the test merge. */
  readonly sha: string;
  /** GITHUB_REF. */
  readonly ref: string;
  /** GITHUB_HEAD_REF and GITHUB_BASE_REF, of a pull request only. */
  readonly headRef?: string;
  readonly baseRef?: string;
  /** Who has caused it. */
  readonly actor: string;
  /** Whether it comes from a fork, so that its workflow gets a read-only token. */
  readonly fromFork: boolean;
}
