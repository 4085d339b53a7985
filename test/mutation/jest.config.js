import jest from "../../jest.config.js";

const [unit] = jest.projects;

/**
 * The tests that mutants of src/plan, src/change and src/topology face. Those that go through thousands of plans, or make
 * configurations of them, are not among them: the oracle's small part takes their place.
 */
export default {
  ...unit,
  rootDir: "../..",
  roots: ["<rootDir>/src", "<rootDir>/test"],
  runner: "<rootDir>/test/mutation/first-failure.js",
  testMatch: ["{plan,change,topology}/**/*.test.ts", "proof/scenarios/*.test.ts", "mutation/*.mutation.ts"].map(
    (tests) => `<rootDir>/test/${tests}`,
  ),
};
