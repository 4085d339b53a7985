import TestRunner from "jest-runner";

/**
 * First those that fail fast: a wrong topology to arrive at can make a plan without end. The transcripts are early because
 * they plan inside of tests only: what throws while a file is loaded is an error, and no failed test. The oracle comes last.
 */
const order = [/desired|digest/, /scenarios/, /topology.\w/, /(change|plan).\w/, /\.mutation\.ts$/];

/**
 * Runs test files in their order of cheapness, and none after one that has failed: that is enough to kill a mutant. Jest
 * itself goes on where it is called by a program.
 */
export default class FirstFailure extends TestRunner {
  async runTests(tests, watcher, options) {
    let failed = false;
    this.on("test-file-success", ([, result]) => {
      failed ||= result.numFailingTests > 0;
    });
    this.on("test-file-failure", () => {
      failed = true;
    });
    for (const test of tests.toSorted((a, b) => rank(a) - rank(b))) {
      if (!failed) await super.runTests([test], watcher, options);
    }
  }
}

function rank({ path }) {
  return order.findIndex((pattern) => pattern.test(path));
}
