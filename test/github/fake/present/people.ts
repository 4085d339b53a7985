import type { components } from "@octokit/openapi-types";
import type { Account, App } from "../state/account.ts";
import { nodeId, type Urls } from "./urls.ts";

type Schemas = components["schemas"];

/** An account as the API shows it. */
export function presentUser(
  account: Account,
  urls: Urls,
): Omit<Schemas["simple-user"], "id"> & { id: number; type: Account["type"] } {
  const { login, id, type } = account;
  const api = `${urls.api}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId("U", id),
    avatar_url: `${urls.server}/avatars/${id}`,
    gravatar_id: "",
    url: api,
    html_url: type === "Bot" ? `${urls.server}/apps/${login.replace("[bot]", "")}` : `${urls.server}/${login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    site_admin: false,
  };
}

/** A GitHub App as the API shows it. */
export function presentApp(app: App | undefined, urls: Urls): Schemas["nullable-integration"] {
  if (app === undefined) return null;
  const owner = presentUser({ login: "github", id: 9919, type: "Organization" }, urls);
  const created = "2018-07-30T09:30:17Z";
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    owner,
    name: app.name,
    description: null,
    external_url: "https://help.github.com/en/actions",
    html_url: `${urls.server}/apps/${app.slug}`,
    created_at: created,
    updated_at: created,
    permissions: {},
    events: [],
  };
}
