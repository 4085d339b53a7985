import { type Account, type App, actionsApp } from "./account.ts";

/** The kinds of permission that a workflow's `permissions` name, as far as the fake knows them. */
export const scopes = ["actions", "checks", "contents", "deployments", "issues", "metadata", "pull-requests"] as const;

export type Scope = (typeof scopes)[number];
export type Access = "none" | "read" | "write";
export type Permissions = Readonly<Partial<Record<Scope, Access>>>;

/** A credential: who acts with it, and what it may do in the one repository that it is for. */
export interface Token {
  readonly value: string;
  readonly account: Account;
  /** Undefined for a person's own token. */
  readonly app: App | undefined;
  readonly repository: string;
  readonly permissions: Permissions;
}

/** A GITHUB_TOKEN with just these permissions; what a workflow does not list it has not, but for metadata. */
export function workflowToken(value: string, repository: string, permissions: Permissions): Token {
  const granted = { metadata: "read", ...permissions } as const;
  return { value, account: actionsApp.account, app: actionsApp, repository, permissions: granted };
}

/** What a pull request from a fork gets: everything may be read, nothing written. */
export const readOnly: Permissions = Object.fromEntries(scopes.map((scope) => [scope, "read"]));

/** Whether one of the alternatives is granted. */
export function allows(token: Token, alternatives: readonly Need[]): boolean {
  return (
    alternatives.length === 0 ||
    alternatives.some(({ scope, access }) => {
      const granted = token.permissions[scope] ?? "none";
      return granted === "write" || granted === access;
    })
  );
}

/** A permission that a route asks for. */
export interface Need {
  readonly scope: Scope;
  readonly access: "read" | "write";
}
