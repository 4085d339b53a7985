import { GitHubError } from "./github-error.ts";

const usual = 30;
const most = 100;

/** One page of a list, and the `Link` header that leads to the others (none where there is only one). */
export interface Page<T> {
  readonly items: readonly T[];
  readonly link: string | undefined;
}

/**
 * Cuts a list as GitHub does: `page` and `per_page` from the query, 30 to a page unless told, never more than 100.
 * @param url the request's address, which the links repeat with another page
 */
export function pageOf<T>(list: readonly T[], url: URL): Page<T> {
  const size = Math.min(number(url, "per_page", usual), most);
  const page = number(url, "page", 1);
  const last = Math.max(1, Math.ceil(list.length / size));
  const items = list.slice((page - 1) * size, page * size);
  const to = (target: number, relation: string): string => {
    const address = new URL(url);
    address.searchParams.set("page", String(target));
    return `<${address}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return { items, link: links.length > 0 ? links.join(", ") : undefined };
}

function number(url: URL, name: string, otherwise: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d*$/.test(text)) throw new GitHubError(422, `Invalid value for ${name}: ${text}`);
  return Number(text);
}
