/** The seed of a run: what was asked for, or one by chance. Throws where it is no whole number. */
export function seedOf(asked: string | undefined): number {
  if (asked === undefined || asked === "") return Math.floor(Math.random() * 1_000_000);
  if (!/^\d{1,9}$/.test(asked))
    throw new Error(`QUORATE_SEED has to be a whole number of at most nine digits: ${asked}`);
  return Number(asked);
}
