import { availableParallelism } from "node:os";

/** Changes of a cluster wait for operations of the cloud half of their time. */
const workers = 2 * availableParallelism();

/** Does `work` with each item, several at a time. Answers in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = items.entries();
  const results: Result[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}
