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
 * `*.test.ts` needs nothing but this repository; `*.integration.ts` starts real programs (docs/testing in CONTRIBUTING);
 * `*.exhaustive.ts` and `*.faults.ts` take many minutes and are run by `npm run test:exhaustive` and `test:faults` only.
 */
export default {
  projects: [
    { ...base, displayName: "unit", testMatch: ["<rootDir>/test/**/*.test.ts"] },
    { ...base, displayName: "exhaustive", testMatch: ["<rootDir>/test/**/*.exhaustive.ts"] },
    { ...base, displayName: "faults", testMatch: ["<rootDir>/test/**/*.faults.ts"] },
    { ...base, displayName: "integration", testMatch: ["<rootDir>/test/**/*.integration.ts"] },
  ],
};
