/**
 * Shares room among texts of the given lengths: everyone gets what it wants or an equal share of what the smaller ones
 * leave. The shares together are at most `room`.
 */
export function waterFill(wanted: readonly number[], room: number): number[] {
  const shares = wanted.map(() => 0);
  let left = room;
  const order = wanted.map((length, at) => ({ length, at })).sort((a, b) => a.length - b.length);
  for (const [index, { length, at }] of order.entries()) {
    const share = Math.max(0, Math.min(length, Math.floor(left / (order.length - index))));
    shares[at] = share;
    left -= share;
  }
  return shares;
}
