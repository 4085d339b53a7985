import type { Account, Role } from "./account.ts";

/** A repository or a fork of one. Their commits are in the same Git store, their branches apart. */
export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly fork: boolean;
  readonly private: boolean;
  readonly defaultBranch: string;
  /** By login; who is not named has `read` where the repository is public. */
  readonly roles: Map<string, Role>;
  /** Branches that nobody may push to. */
  readonly protectedBranches: Set<string>;
  /** Environments that the repository has. */
  readonly environments: Set<string>;
}

/** The full name of a branch's reference in the Git store. */
export function branchReference(repository: Repository, branch: string): string {
  return repository.fork ? `refs/forks/${repository.owner.login}/heads/${branch}` : `refs/heads/${branch}`;
}

/** What somebody may do there. */
export function roleOf(repository: Repository, login: string): Role {
  if (repository.owner.login === login) return "admin";
  return repository.roles.get(login) ?? (repository.private ? "none" : "read");
}

/** Roles as the older `permission` field names them. */
export function permissionOf(role: Role): "admin" | "write" | "read" | "none" {
  if (role === "maintain") return "write";
  if (role === "triage") return "read";
  return role;
}
