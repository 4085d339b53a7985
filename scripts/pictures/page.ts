import { readFile } from "node:fs/promises";
import markdownIt from "markdown-it";
import alerts from "markdown-it-github-alerts";

export interface PageOptions {
  /** Folded parts that are shown unfolded, counted from the first. */
  readonly unfolded: number;
  readonly dark: boolean;
}

const styles = {
  light: import.meta.resolve("github-markdown-css/github-markdown-light.css"),
  dark: import.meta.resolve("github-markdown-css/github-markdown-dark.css"),
};
const mermaidProgram = import.meta.resolve("@mermaid-js/tiny/dist/mermaid.tiny.js");

/**
 * A page that shows a comment as GitHub does: its Markdown, its style, its colours of differences, its Mermaid. The page
 * loads nothing. `document.body.dataset.ready` is there once every diagram is drawn.
 */
export async function commentPage(markdown: string, { unfolded, dark }: PageOptions): Promise<string> {
  const theme = dark ? "dark" : "light";
  const [style, mermaid] = await Promise.all([
    readFile(new URL(styles[theme]), "utf8"),
    readFile(new URL(mermaidProgram), "utf8"),
  ]);
  const renderer = markdownIt({ html: true, linkify: true, highlight }).use(alerts);
  const html = unfold(renderer.render(markdown), unfolded);
  const [canvas, line, bar] = dark ? ["#0d1117", "#3d444d", "#151b23"] : ["#ffffff", "#d1d9e0", "#f6f8fa"];
  return `<!doctype html>
<meta charset="utf-8">
<style>${style}
body { margin: 0; padding: 16px; background: ${canvas}; }
.comment { width: 860px; border: 1px solid ${line}; border-radius: 6px; overflow: hidden; }
.markdown-body { padding: 16px; font-size: 14px; }
.markdown-body.by { padding: 8px 16px; background: ${bar}; border-bottom: 1px solid ${line}; }
pre.mermaid { background: ${canvas} !important; border: 1px solid ${line}; text-align: center; }
</style>
<div class="comment">
<div class="markdown-body by"><b>github-actions</b> commented</div>
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
