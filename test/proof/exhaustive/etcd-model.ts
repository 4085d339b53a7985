/** Votes that a decision needs among so many voters. Written here once more, on purpose: the oracle trusts nobody. */
export function majority(voters: number): number {
  return (voters - (voters % 2)) / 2 + 1;
}

/**
 * etcd's membership, and what etcd itself refuses. Members are what etcd knows, not what replicas were told. Names are
 * replicas' names. Whether a member is up is asked of the world, because etcd cannot know.
 */
export class EtcdModel {
  readonly voters: Set<string>;
  readonly learners: Set<string>;
  readonly #up: (name: string) => boolean;

  constructor(voters: Iterable<string>, learners: Iterable<string>, up: (name: string) => boolean) {
    this.voters = new Set(voters);
    this.learners = new Set(learners);
    this.#up = up;
  }

  has(name: string): boolean {
    return this.voters.has(name) || this.learners.has(name);
  }

  /** Voters that are up, without `absent`. */
  healthy(absent?: string): number {
    let count = 0;
    for (const name of this.voters) if (name !== absent && this.#up(name)) count++;
    return count;
  }

  /** Why a newcomer is refused; undefined when it was added, as a learner. The first member of all votes at once. */
  add(name: string): string | undefined {
    if (this.has(name)) return `etcd has a member ${name} already: kubeadm would skip adding it`;
    if (this.voters.size === 0) {
      this.voters.add(name);
      return undefined;
    }
    if (this.learners.size > 0) return `etcd refuses ${name}: ${[...this.learners].join(", ")} still learns`;
    if (this.voters.size >= 7) return `${name} would be an eighth voter`;
    const refusal = this.healthy() < this.voters.size ? `etcd refuses ${name}: unhealthy cluster` : undefined;
    this.learners.add(name);
    return refusal;
  }

  /** Whether the learner could be made a voter, and is one now. */
  promote(name: string): boolean {
    if (this.voters.has(name)) return true;
    if (!this.learners.has(name) || !this.#up(name) || this.healthy() < majority(this.voters.size)) return false;
    this.learners.delete(name);
    return this.voters.add(name).size > 0;
  }

  /** Why a voter cannot be removed safely; undefined when it can. */
  forbidsRemoval(name: string): string | undefined {
    if (!this.voters.has(name)) return undefined;
    const stay = this.voters.size - 1;
    if (this.healthy() < majority(this.voters.size)) return `etcd cannot decide to remove ${name}: no quorum`;
    if (this.healthy(name) < majority(stay)) return `${this.healthy(name)} healthy voters of ${stay} would stay`;
    return undefined;
  }

  remove(name: string): void {
    this.voters.delete(name);
    this.learners.delete(name);
  }
}
