import { codes } from "../../cluster/codes.ts";
import { fullZone } from "../../cluster/edit/zone.ts";
import { cidrProblem } from "../../cluster/file/cidr.ts";
import { replicaCount } from "../../cluster/file/control-plane.ts";
import { bucketName, clusterName, nameProblem, projectId, regionName, zoneName } from "../../cluster/file/names.ts";
import type { Problem } from "../../cluster/problem.ts";
import { zonesInRegion } from "../../cluster/rules/zones.ts";

/** Answers as they are typed: lists with commas. */
export type Answers = Readonly<Partial<Record<Key, string>>>;
type Key = "name" | "project" | "region" | "zones" | "allowedCidr" | "bucket";

/** One thing that `quorate init` must know. */
export interface Question {
  readonly key: Key;
  readonly flag: string;
  /** Completes "There is no …". */
  readonly what: string;
  readonly prompt: string;
  /** What is proposed, from the answers before it. */
  readonly proposal?: (answers: Answers) => string | undefined;
  /** What is wrong with an answer, given the valid ones before it; undefined when nothing is. */
  readonly problem: (answer: string, answers: Answers) => Problem | undefined;
}

/** In the order in which they are asked. */
export const questions: readonly Question[] = [
  {
    key: "name",
    flag: "--name",
    what: "cluster name",
    prompt: "Name of the cluster",
    proposal: () => "prod",
    problem: (answer) => nameProblem(clusterName, answer),
  },
  {
    key: "project",
    flag: "--project",
    what: "project",
    prompt: "ID of the Google Cloud project",
    problem: (answer) => nameProblem(projectId, answer),
  },
  {
    key: "region",
    flag: "--region",
    what: "region",
    prompt: "Region",
    proposal: () => "europe-west1",
    problem: (answer) => nameProblem(regionName, answer),
  },
  {
    key: "zones",
    flag: "--zones",
    what: "list of zones",
    prompt: "Zones, one for each replica (three survive the loss of one; one is enough to try it)",
    proposal: ({ region = "" }) => usualZones(region),
    problem: zonesProblem,
  },
  {
    key: "allowedCidr",
    flag: "--allowed-cidr",
    what: "range that may reach the API",
    prompt: "Ranges that may reach the API, such as 203.0.113.0/24",
    problem: (answer) => {
      const ranges = listOf(answer);
      return (ranges.length === 0 ? [answer] : ranges).map(cidrProblem).find((each) => each !== undefined);
    },
  },
  {
    key: "bucket",
    flag: "--bucket",
    what: "bucket for Terraform's state",
    prompt: "Cloud Storage bucket for Terraform's state, which must exist",
    proposal: ({ project }) => (project === undefined ? undefined : `${project}-quorate`),
    problem: (answer) => nameProblem(bucketName, answer),
  },
];

/** The parts of an answer that is a list. */
export function listOf(answer: string): string[] {
  return answer.split(/[\s,]+/).filter((part) => part !== "");
}

function zonesProblem(answer: string, { region }: Answers): Problem | undefined {
  const zones = listOf(answer).map((zone) => (region === undefined ? zone : fullZone(region, zone)));
  const replicas = zones.map((zone) => ({ zone }));
  const bad = region === undefined ? undefined : zones.map((zone) => nameProblem(zoneName, zone)).find(Boolean);
  if (bad !== undefined) return bad;
  const controlPlane = { acceptTwoReplicas: false, replicas };
  const problems = [...zonesInRegion({ spec: { region, controlPlane } }), ...replicaCount(controlPlane)].map(
    ({ problem }) => problem,
  );
  const problem = problems.find(({ code }) => codes[code].severity === "error");
  return problem?.code === "Q041" ? { ...problem, remedy: "Give one zone or three" } : problem;
}

/** Most regions have the zones a to c; two do not. */
function usualZones(region: string): string {
  return ["europe-west1", "us-east1"].includes(region) ? "b,c,d" : "a,b,c";
}
