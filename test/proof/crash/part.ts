/** All items, or with `QUORATE_PART=3/7` every seventh, from the third on: the long runs can be had in parts. */
export function part<Item>(items: readonly Item[]): Item[] {
  const [, first = "1", every = "1"] = /^(\d+)\/(\d+)$/.exec(process.env["QUORATE_PART"] ?? "1/1") ?? [];
  return items.filter((_, index) => index % Number(every) === Number(first) - 1);
}
