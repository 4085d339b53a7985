import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GraphQLFieldResolver, GraphQLSchema } from "graphql";
import * as z from "zod";
import { bodyOf, type Call } from "../call.ts";
import { type CommitInput, createCommitOnBranch } from "./commit-on-branch.ts";
import { type MinimizeInput, minimize } from "./minimize.ts";
import { repositoryNode } from "./objects.ts";
import { QueryError } from "./query-error.ts";

const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

let loaded: Promise<GraphQLSchema> | undefined;

/** Answers a query against GitHub's own published schema: what GitHub would not understand fails here too. */
export async function execute(call: Pick<Call, "body" | "state" | "urls" | "token" | "repository">): Promise<unknown> {
  loaded ??= load();
  const { graphql } = await import("graphql");
  const { query, variables } = bodyOf(call, request);
  const { data, errors } = await graphql({
    schema: await loaded,
    source: query,
    rootValue: roots({ ...call, params: {}, query: new URLSearchParams(), accept: "" }),
    variableValues: variables ?? {},
    fieldResolver,
  });
  if (errors === undefined) return { data };
  const shown = errors.map(({ message, path, locations, originalError }) => ({
    ...(originalError instanceof QueryError ? { type: originalError.type } : {}),
    ...{ path, locations, message },
  }));
  return data === undefined ? { errors: shown } : { data, errors: shown };
}

function roots(call: Call) {
  return {
    viewer: () => ({ __typename: "User", login: call.token.account.login }),
    repository: ({ owner, name }: { owner: string; name: string }) => repositoryNode(call, owner, name),
    createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommitOnBranch(call, input),
    minimizeComment: ({ input }: { input: MinimizeInput }) => minimize(call, input),
    unminimizeComment: ({ input }: { input: MinimizeInput }) => {
      const { minimizedComment } = minimize(call, { subjectId: input.subjectId });
      return { clientMutationId: null, unminimizedComment: minimizedComment };
    },
  };
}

/** A field that the schema has and this GitHub has not must not pass for null. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const parent = source as Readonly<Record<string, unknown>>;
  if (!(info.fieldName in parent))
    throw new Error(`this GitHub does not know ${info.parentType.name}.${info.fieldName}`);
  const value = parent[info.fieldName];
  return typeof value === "function" ? value(args, context, info) : value;
};

async function load(): Promise<GraphQLSchema> {
  const { buildSchema } = await import("graphql");
  const file = join(import.meta.dirname, "../../../../node_modules/@octokit/graphql-schema/schema.graphql");
  return buildSchema(await readFile(file, "utf8"), { assumeValid: true });
}
