import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import markdownIt from "markdown-it";
import alerts from "markdown-it-github-alerts";

export interface PageOptions {
  /** Folded parts that are shown unfolded, counted from the first. */
  readonly unfolded: number;
  readonly dark: boolean;
}

const require = createRequire(import.meta.url);
const asset = (path: string): Promise<string> => readFile(require.resolve(path), "utf8");

/**
 * A page that shows a comment as GitHub does: its Markdown, its style, its colours of differences, its Mermaid. The page
 * loads nothing. `document.body.dataset.ready` is there once every diagram is drawn.
 */
export async function commentPage(markdown: string, { unfolded, dark }: PageOptions): Promise<string> {
  const theme = dark ? "dark" : "light";
  const [style, mermaid] = await Promise.all([
    asset(`github-markdown-css/github-markdown-${theme}.css`),
    asset("@mermaid-js/tiny/dist/mermaid.tiny.js"),
  ]);
  const renderer = markdownIt({ html: true, linkify: true, highlight }).use(alerts);
  const html = unfold(renderer.render(markdown), unfolded);
  const [canvas, line, bar] = dark ? ["#0d1117", "#3d444d", "#151b23"] : ["#ffffff", "#d1d9e0", "#f6f8fa"];
  return `<!doctype html>
<meta charset="utf-8">
<style>${style}
body { margin: 0; padding: 16px; background: ${canvas}; }
.comment { width: 860px; border: 1px solid ${line}; border-radius: 6px; overflow: hidden; }
.by { padding: 8px 16px; background: ${bar}; border-bottom: 1px solid ${line}; font-size: 14px; }
.by b { font-weight: 600; }
.markdown-body { padding: 16px; font-size: 14px; }
.markdown-body .by { all: unset; }
pre.mermaid { background: ${canvas} !important; border: 1px solid ${line}; text-align: center; }
</style>
<div class="comment">
<div class="markdown-body" style="padding: 0"><div style="padding: 8px 16px; background: ${bar}; border-bottom: 1px solid ${line}"><b>github-actions</b> commented</div></div>
<div class="markdown-body">${html}</div>
</div>
<script>${mermaid.replaceAll("</script", "<\\/script")}</script>
<script>
mermaid.initialize({ startOnLoad: false, theme: ${JSON.stringify(dark ? "dark" : "default")}, fontFamily: "sans-serif" });
mermaid.run({ querySelector: "pre.mermaid" }).then(() => { document.body.dataset.ready = "true"; });
</script>`;
}

/** What GitHub does with the two languages of a comment's code; every other is shown as it is. */
function highlight(code: string, language: string): string {
  if (language === "mermaid") return `<pre class="mermaid">${escaped(code)}</pre>`;
  if (language !== "diff") return "";
  const lines = code.split("\n").map((line) => {
    const kind = { "+": "pl-mi1", "-": "pl-md", "!": "pl-mc" }[line.charAt(0)];
    return kind === undefined ? escaped(line) : `<span class="${kind}">${escaped(line)}</span>`;
  });
  return `<pre><code>${lines.join("\n")}</code></pre>`;
}

function unfold(html: string, count: number): string {
  let left = count;
  return html.replace(/<details>/g, (tag) => (left-- > 0 ? "<details open>" : tag));
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
