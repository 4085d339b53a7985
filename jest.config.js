const base = {
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2024", experimental: { keepImportAttributes: true } },
        module: { type: "es6" },
      },
    ],
  },
  extensionsToTreatAsEsm: [".ts"],
  testEnvironment: "node",
};

/**
 * `*.test.ts` needs nothing but this repository, nor does `*.thorough.ts`, which goes through thousands of cases;
 * `*.integration.ts` starts real programs (CONTRIBUTING); `*.exhaustive.ts` and `*.faults.ts` take many minutes and are run
 * by `npm run test:exhaustive` and `test:faults` only.
 */
export default {
  maxWorkers: "100%",
  projects: [
    { ...base, displayName: "unit", testMatch: ["<rootDir>/test/**/*.test.ts"] },
    { ...base, displayName: "thorough", testMatch: ["<rootDir>/test/**/*.thorough.ts"] },
    { ...base, displayName: "exhaustive", testMatch: ["<rootDir>/test/**/*.exhaustive.ts"] },
    { ...base, displayName: "faults", testMatch: ["<rootDir>/test/**/*.faults.ts"] },
    { ...base, displayName: "integration", testMatch: ["<rootDir>/test/**/*.integration.ts"] },
  ],
};
