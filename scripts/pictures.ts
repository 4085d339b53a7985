/**
 * `npm run pictures`: renders what the action writes on GitHub, photographs it with Chromium, and writes docs/images/.
 * `--dark` for the dark theme, `--out DIR` for another folder, names of pictures for those only.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pictures } from "./pictures/cases.ts";
import { commentPage } from "./pictures/page.ts";
import { photograph } from "./pictures/photograph.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: join(import.meta.dirname, "../docs/images") },
    dark: { type: "boolean", default: false },
  },
});

await mkdir(values.out, { recursive: true });
const wanted = pictures().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const pages = wanted.map(async ({ name, markdown, unfolded = 0, mostPixels = 4000 }) => ({
  name,
  html: await commentPage(markdown, { unfolded, dark: values.dark }),
  mostPixels,
}));
await photograph(await Promise.all(pages), async (name, png) => {
  await writeFile(join(values.out, `${name}.png`), png);
  console.log(`${name}.png, ${Math.ceil(png.length / 1024)} KiB`);
});
