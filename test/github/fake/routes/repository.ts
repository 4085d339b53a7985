import { ok, type Route, read } from "../call.ts";
import { forbidden, notFound } from "../github-error.ts";
import { presentUser } from "../present/people.ts";
import { presentRepository } from "../present/repository.ts";
import { nodeId } from "../present/urls.ts";
import { branchHead } from "../state/pull-requests.ts";
import { permissionOf, roleOf } from "../state/repository.ts";

/** The repository itself, its people, branches and environments. */
export const repositoryRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo",
    needs: read("metadata"),
    answer: ({ repository, urls }) => ok(presentRepository(repository, urls)),
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/collaborators/:login/permission",
    needs: read("metadata"),
    answer: ({ repository, state, urls, params }) => {
      const account = state.accounts.get(params["login"] ?? "");
      if (account === undefined) throw notFound();
      const role = roleOf(repository, account.login);
      return ok({ permission: permissionOf(role), role_name: role, user: presentUser(account, urls) });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/branches/:branch",
    needs: read("contents"),
    answer: async ({ repository, state, params }) => {
      const name = params["branch"] ?? "";
      const sha = await branchHead(state, repository, name);
      if (sha === undefined) throw notFound();
      return ok({ name, commit: { sha }, protected: repository.protectedBranches.has(name) });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/environments/:name",
    needs: read("actions"),
    answer: ({ repository, urls, params }) => {
      const name = params["name"] ?? "";
      if (!repository.environments.has(name)) throw notFound();
      const url = `${urls.api}/repos/${repository.fullName}/environments/${name}`;
      const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
      return ok({ id: 1, node_id: nodeId("EN", 1), name, url, html_url: url, ...times, protection_rules: [] });
    },
  },
  {
    method: "GET",
    pattern: "/users/:login",
    needs: [],
    answer: ({ state, urls, params }) => {
      const account = state.accounts.get(params["login"] ?? "");
      if (account === undefined) throw notFound();
      return ok(presentUser(account, urls));
    },
  },
  {
    method: "GET",
    pattern: "/user",
    needs: [],
    answer: ({ token, urls }) => {
      // An app's token stands for no person.
      if (token.app !== undefined) throw forbidden();
      return ok(presentUser(token.account, urls));
    },
  },
  {
    method: "GET",
    pattern: "/rate_limit",
    needs: [],
    answer: () => {
      const core = { limit: 1000, used: 0, remaining: 1000, reset: 0 };
      return ok({ resources: { core, graphql: core, search: core }, rate: core });
    },
  },
];
