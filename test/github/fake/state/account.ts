/** Somebody or something that can act. */
export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: "User" | "Bot" | "Organization";
}

/** What somebody may do in a repository, as GitHub names its roles. */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** A GitHub App; what GITHUB_TOKEN does is done by `github-actions`. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly account: Account;
}

/** The account behind GITHUB_TOKEN, with its real id. */
export const actionsBot: Account = { login: "github-actions[bot]", id: 41898282, type: "Bot" };

/** The app behind GITHUB_TOKEN, with its real id. */
export const actionsApp: App = { id: 15368, slug: "github-actions", name: "GitHub Actions", account: actionsBot };
