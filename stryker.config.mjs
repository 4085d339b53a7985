/** Mutation testing of the planner: `npm run test:mutation`, told of in docs/safety.md. */

// The same plans and torn steps for every mutant.
process.env.QUORATE_SEED ??= "1";

export default {
  mutate: ["src/plan/**/*.ts", "src/change/**/*.ts", "src/topology/**/*.ts"],
  // Texts that only people read; the plugin says which (test/mutation/wording.ts).
  ignorers: ["wording"],
  plugins: ["@stryker-mutator/jest-runner", "./test/mutation/wording.ts"],
  testRunner: "jest",
  // Some mutants make lists that grow without end.
  testRunnerNodeArgs: ["--experimental-vm-modules", "--no-warnings", "--max-old-space-size=3072"],
  jest: { configFile: "test/mutation/jest.config.js", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  // TypeScript 7 has no API that Stryker could read its configuration with.
  ignorePatterns: ["bench", "dist", "docs", "lab", "stacks", "tsconfig.json"],
  // Every mutant runs in the same process for a while: modules of one run are not freed at once.
  maxTestRunnerReuse: 40,
  concurrency: 1,
  // An endless loop is found by counting; a busy machine is none.
  timeoutMS: 60_000,
  incrementalFile: "reports/mutation/incremental.json",
  htmlReporter: { fileName: "reports/mutation/index.html" },
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { logTests: false, allowColor: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
