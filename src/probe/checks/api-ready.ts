import type { View } from "../view.ts";

/** The subject's API server answers ready. */
export function apiReady(subject: string, { snapshot }: View): string | undefined {
  const report = snapshot.get(subject);
  if (report === undefined) return `${subject} not reporting yet`;
  return report.apiReady ? undefined : `the API server of ${subject} is not ready`;
}
