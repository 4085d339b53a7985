import { type Call, ok, type Route, read } from "../call.ts";
import { entryAt, readBlob, readCommits, readTree, type TreeEntry, treeOf } from "../git/read.ts";
import { GitHubError, notFound } from "../github-error.ts";
import { presentCommit } from "../present/git.ts";
import { nodeId } from "../present/urls.ts";
import { resolveRef } from "./revision.ts";

/** Git's own objects. */
export const gitRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/git/trees/:sha",
    needs: read("contents"),
    answer: async ({ state, repository, params, query, urls }) => {
      const wanted = params["sha"] ?? "";
      const named = (await resolveRef(state, repository, wanted)) ?? wanted;
      const sha = await treeOf(state.git, named);
      const entries = sha === undefined ? undefined : await readTree(state.git, sha, query.has("recursive"));
      if (sha === undefined || entries === undefined) throw notFound();
      const base = `${urls.api}/repos/${repository.fullName}/git`;
      const tree = entries.map(({ path, mode, type, sha, size }) => ({
        ...{ path, mode, type, sha },
        ...(size === undefined ? {} : { size }),
        url: `${base}/${type}s/${sha}`,
      }));
      return ok({ sha, url: `${base}/trees/${sha}`, tree, truncated: false });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/git/blobs/:sha",
    needs: read("contents"),
    answer: async (call) => {
      const sha = call.params["sha"] ?? "";
      const content = await readBlob(call.state.git, sha);
      if (content === undefined) throw notFound();
      if (raw(call)) return { status: 200, body: content };
      const url = `${call.urls.api}/repos/${call.repository.fullName}/git/blobs/${sha}`;
      const about = { sha, node_id: nodeId("B", content.length), url, size: content.length };
      return ok({ ...about, content: lines(content), encoding: "base64" });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/git/commits/:sha",
    needs: read("contents"),
    answer: async ({ state, repository, params, urls }) => {
      const [commit] = await readCommits(state.git, "-1", params["sha"] ?? "");
      if (commit === undefined) throw notFound();
      const {
        sha,
        node_id,
        commit: about,
        html_url,
        parents,
      } = presentCommit(commit, repository.fullName, state, urls);
      return ok({ sha, node_id, html_url, ...about, parents });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/git/ref/*ref",
    needs: read("contents"),
    answer: async ({ state, repository, params, urls }) => {
      const ref = `refs/${params["ref"]}`;
      const sha = await resolveRef(state, repository, ref);
      if (sha === undefined) throw notFound();
      const base = `${urls.api}/repos/${repository.fullName}/git`;
      const object = { type: "commit", sha, url: `${base}/commits/${sha}` };
      return ok({ ref, node_id: nodeId("REF", 1), url: `${base}/${ref}`, object });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/contents/*path",
    needs: read("contents"),
    answer: contents,
  },
];

async function contents(call: Call) {
  const { state, repository, params, query, urls } = call;
  const ref = query.get("ref") ?? repository.defaultBranch;
  const commit = await resolveRef(state, repository, ref);
  if (commit === undefined) throw new GitHubError(404, `No commit found for the ref ${ref}`);
  const entry = await entryAt(state.git, commit, (params["path"] ?? "").replace(/\/$/, ""));
  if (entry === undefined) throw notFound();
  const about = (each: TreeEntry, path: string) => {
    const url = `${urls.api}/repos/${repository.fullName}/contents/${encodeURI(path)}?ref=${ref}`;
    const html_url = `${urls.server}/${repository.fullName}/blob/${ref}/${encodeURI(path)}`;
    const git_url = `${urls.api}/repos/${repository.fullName}/git/${each.type}s/${each.sha}`;
    const links = {
      url,
      html_url,
      git_url,
      download_url: html_url,
      _links: { self: url, html: html_url, git: git_url },
    };
    return { name: path.split("/").at(-1), path, sha: each.sha, size: each.size ?? 0, ...links };
  };
  const kind = ({ mode, type }: TreeEntry) =>
    mode === "120000" ? "symlink" : type === "tree" ? "dir" : type === "commit" ? "submodule" : "file";
  if (entry.type === "tree") {
    const entries = (await readTree(state.git, entry.sha, false)) ?? [];
    const below = (each: TreeEntry) => (entry.path === "" ? each.path : `${entry.path}/${each.path}`);
    return ok(entries.map((each) => ({ type: kind(each), ...about(each, below(each)) })));
  }
  const content = (await readBlob(state.git, entry.sha)) ?? Buffer.alloc(0);
  if (kind(entry) === "symlink") {
    // GitHub follows a link to a file of the repository, and answers as if it were that file.
    const target = content.toString("utf8");
    const directory = entry.path.split("/").slice(0, -1).join("/");
    const path = new URL(target, `file:///${directory === "" ? "" : `${directory}/`}`).pathname.slice(1);
    const file = await entryAt(state.git, commit, path);
    if (file?.type !== "blob") return ok({ type: "symlink", target, ...about(entry, entry.path) });
    const followed = (await readBlob(state.git, file.sha)) ?? Buffer.alloc(0);
    if (raw(call)) return { status: 200, body: followed };
    return ok({ type: "file", encoding: "base64", content: lines(followed), ...about(file, entry.path) });
  }
  if (raw(call)) return { status: 200, body: content };
  const large = content.length > 1024 * 1024;
  const shown = large ? { encoding: "none", content: "" } : { encoding: "base64", content: lines(content) };
  return ok({ type: "file", ...shown, ...about(entry, entry.path) });
}

function raw(call: Call): boolean {
  return /^application\/vnd\.github(\.v3)?\.raw/.test(call.accept);
}

/** Base64 with a line break every 60 characters, as GitHub writes it. */
function lines(content: Buffer): string {
  return content.toString("base64").replace(/(.{60})/g, "$1\n") + (content.length > 0 ? "\n" : "");
}
