import { chromium } from "playwright-core";
import sharp from "sharp";

/** Where Debian and most others put it. */
const browser = process.env["CHROMIUM"] || "/usr/bin/chromium";
/** Pixels of a picture for each of the page's: enough for a sharp text on most screens. */
const density = 1.5;

/**
 * Photographs pages in a browser without a window, one after another. Each picture ends after `mostPixels` of the page's
 * height. PNG with a palette.
 */
export async function photograph(
  pages: readonly { readonly name: string; readonly html: string; readonly mostPixels: number }[],
  take: (name: string, png: Buffer) => Promise<void>,
): Promise<void> {
  const started = await chromium.launch({
    executablePath: browser,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const context = await started.newContext({ viewport: { width: 894, height: 600 }, deviceScaleFactor: density });
    for (const { name, html, mostPixels } of pages) {
      const page = await context.newPage();
      await page.setContent(html);
      await page.waitForSelector("body[data-ready]", { state: "attached" });
      const box = await page.locator("body").boundingBox();
      const height = Math.min(mostPixels, Math.ceil(box?.height ?? mostPixels));
      const raw = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: 894, height } });
      await take(name, await sharp(raw).png({ palette: true, effort: 10, quality: 90 }).toBuffer());
      await page.close();
    }
  } finally {
    await started.close();
  }
}
