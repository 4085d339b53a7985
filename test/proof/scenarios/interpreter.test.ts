import { describe, expect, test } from "@jest/globals";
import { play } from "./interpreter.ts";
import { parseTranscript } from "./transcript.ts";

const played = (...lines: string[]) => {
  const text = ["# A title", ...lines].join("\n");
  return parseTranscript("some.txt", text).map((scenario) => play("some.txt", scenario));
};

describe("a mistake in a transcript is said with its file and line", () => {
  test.each<[string, string[], string]>([
    ["an unknown command", ["> aply"], 'some.txt:2: no command "aply"; there are cluster, want, '],
    [
      "words that a command does not know",
      ["> cluster b", "> apply two steps"],
      "some.txt:3: write `> apply, or apply N",
    ],
    ["no file", ["> cluster nothing", "> plan"], "some.txt:3: there is no file yet: write `> want REPLICAS`"],
    ["a replica that is none", ["> cluster b C"], "some.txt:2: write `> NAME, NAME@ZONE"],
    ["an option that is none", ["> want b, never"], 'some.txt:2: no option "never"; there are always'],
    [
      "a replica that the cluster does not have",
      ["> cluster b", "> unhealthy c"],
      "some.txt:3: the cluster has no prod-c",
    ],
    ["a step too many", ["> cluster b", "> apply 1 step"], "some.txt:3: the plan has 0 steps, and no step 1"],
    [
      "no such kind of resource",
      ["> cluster b", "> vanish vm b"],
      'some.txt:3: no resource "vm"; there are instance, ',
    ],
    ["no such resource", ["> cluster b", "> vanish disk c"], "some.txt:3: there is no disk c"],
    [
      "a change that the step does not make",
      ["> cluster b", "> want b c", "> tear step 1 after delete instance b"],
      "some.txt:4: the step does not delete instance b: it would update it",
    ],
    [
      "what is left is no cluster",
      ["> cluster b", "> vanish instance b"],
      "some.txt:3: what is left is no cluster: it is",
    ],
    ["nothing reviewed", ["> cluster b", "> reviewed?"], "some.txt:3: nothing is reviewed yet: write `> review`"],
    ["an answer without a command", ["nothing to do"], "some.txt:2: an answer comes below a command (`> …`)"],
  ])("%s", (_, lines, message) => {
    expect(() => played(...lines)).toThrow(message);
  });
});

test("what Terraform does before a change of a torn step is through with it", () => {
  const [scenario] = played("> cluster b", "> want b c", "> tear step 1 after update instance b");
  expect(scenario?.commands.at(-1)?.answer).toBe("now: replicas b c | members b c | backends - | IP on b");
});
