const base = {
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "es6" } },
    ],
  },
  extensionsToTreatAsEsm: [".ts"],
  testEnvironment: "node",
};

/** `*.test.ts` needs nothing but this repository; `*.integration.ts` starts real programs (docs/testing in CONTRIBUTING). */
export default {
  projects: [
    { ...base, displayName: "unit", testMatch: ["<rootDir>/test/**/*.test.ts"] },
    { ...base, displayName: "integration", testMatch: ["<rootDir>/test/**/*.integration.ts"] },
  ],
};
