import type { Moment, Rehearsal } from "./rehearsal.ts";

const width = 960;
const left = 130;
const row = 22;
const gap = 6;
const bucketMs = 1000;

const colours = {
  step: "#8250df",
  voter: "#1a7f37",
  learner: "#bf8700",
  dead: "#cf222e",
  holder: "#0969da",
  acknowledged: "#57606a",
  failed: "#cf222e",
};

/**
 * The rehearsal as an SVG image: steps, who held the endpoint's IP, each replica as a voter, learner or dead, and how many
 * requests were acknowledged and failed in each second.
 */
export function renderTimeline(rehearsal: Rehearsal): string {
  const { from, to, steps, moments, incidents, requests } = rehearsal;
  const x = (at: number) =>
    left + ((Math.min(Math.max(at, from), to) - from) / Math.max(1, to - from)) * (width - left - 10);
  const parts: string[] = [];
  let y = 30;
  const bar = (start: number, end: number, colour: string, title: string, height = row) =>
    parts.push(
      `<rect x="${fixed(x(start))}" y="${y}" width="${fixed(Math.max(1, x(end) - x(start) - 1))}" height="${height}" fill="${colour}" rx="2"><title>${escaped(title)}</title></rect>`,
    );
  const label = (text: string) =>
    parts.push(`<text x="${left - 8}" y="${y + row - 7}" text-anchor="end">${escaped(text)}</text>`);

  label("steps");
  steps.forEach((step, index) => {
    bar(step.from, step.to ?? to, colours.step, step.title);
    parts.push(`<text x="${fixed(x(step.from) + 4)}" y="${y + row - 7}" fill="#fff">${index + 1}</text>`);
  });
  y += row + gap;

  label("endpoint");
  for (const [start, end, holder] of spans(moments, to, ({ holder }) => holder))
    if (holder !== "nobody")
      bar(start, end, holder === "load balancer" ? colours.holder : colours.acknowledged, holder);
  y += row + gap;

  const names = [...new Set(moments.flatMap(({ voters, learners }) => [...voters, ...learners]))].sort();
  for (const name of names) {
    label(name);
    for (const [start, end, state] of spans(moments, to, (moment) => stateOf(moment, name)))
      if (state !== "absent") bar(start, end, colours[state], `${name}: ${state}`);
    y += row + gap;
  }

  const plot = 80;
  const counts = Array.from({ length: Math.ceil((to - from) / bucketMs) }, (_, index) => {
    const begun = requests.filter(({ start }) => Math.floor((start - from) / bucketMs) === index);
    return {
      good: begun.filter(({ error }) => error === null).length,
      bad: begun.filter(({ error }) => error !== null).length,
    };
  });
  const most = Math.max(1, ...counts.map(({ good, bad }) => good + bad));
  label("requests / s");
  const bottom = y + plot;
  counts.forEach(({ good, bad }, index) => {
    const at = from + index * bucketMs;
    const column = (count: number, base: number, colour: string) => {
      const height = (count / most) * plot;
      if (count > 0)
        parts.push(
          `<rect x="${fixed(x(at))}" y="${fixed(base - height)}" width="${fixed(Math.max(1, x(at + bucketMs) - x(at) - 0.5))}" height="${fixed(height)}" fill="${colour}"><title>${count}</title></rect>`,
        );
      return base - height;
    };
    column(bad, column(good, bottom, colours.acknowledged), colours.failed);
  });
  y = bottom + gap;

  for (const { at, what } of incidents)
    parts.push(
      `<line x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="26" y2="${bottom}" stroke="#24292f" stroke-dasharray="3 3"><title>${escaped(what)}</title></line>`,
    );
  parts.push(`<text x="${left}" y="${y + 12}">0 s</text>`);
  parts.push(`<text x="${width - 10}" y="${y + 12}" text-anchor="end">${Math.round((to - from) / 1000)} s</text>`);
  const legend = (["voter", "learner", "dead", "acknowledged", "failed"] as const).map(
    (name, index) =>
      `<rect x="${left + index * 120}" y="8" width="10" height="10" fill="${colours[name]}"/><text x="${left + 14 + index * 120}" y="17">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 20}" viewBox="0 0 ${width} ${y + 20}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${y + 20}" fill="#fff"/>`,
    ...legend,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function stateOf({ voters, learners, alive }: Moment, name: string): "voter" | "learner" | "dead" | "absent" {
  if (learners.includes(name)) return "learner";
  if (!voters.includes(name)) return "absent";
  return alive.includes(name) ? "voter" : "dead";
}

/** Joins moments of the same value: [from, to, value]. */
function spans<T>(moments: readonly Moment[], to: number, value: (moment: Moment) => T): [number, number, T][] {
  const found: [number, number, T][] = [];
  moments.forEach((moment, index) => {
    const [now, end] = [value(moment), moments[index + 1]?.at ?? to];
    const last = found.at(-1);
    if (last !== undefined && last[2] === now) last[1] = end;
    else found.push([moment.at, end, now]);
  });
  return found;
}

function fixed(number: number): string {
  return number.toFixed(1);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
