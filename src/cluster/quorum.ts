/** Votes that a decision needs among `voters` etcd members: a majority. */
export function quorum(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** Voters that may fail at the same time without losing quorum. */
export function tolerance(voters: number): number {
  return voters === 0 ? 0 : voters - quorum(voters);
}
