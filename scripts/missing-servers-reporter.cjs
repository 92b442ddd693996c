'use strict';

/**
 * Says at the end of a run which servers were missing, so that nothing is skipped silently. With
 * GROUPWARE_TEST_SERVERS=required a missing one fails the run.
 */
module.exports = class MissingServersReporter {
  onRunComplete() {
    for (const [server, reason] of missing()) {
      process.stderr.write(`SKIPPED: the tests that need ${server}: ${reason}\n`);
    }
  }

  /** Jest fails the run when this answers an error. */
  getLastError() {
    const names = missing().map(([server]) => server);
    if (process.env.GROUPWARE_TEST_SERVERS !== 'required' || names.length === 0) return undefined;
    return new Error(`The tests that need ${names.join(', ')} did not run.`);
  }
};

function missing() {
  return Object.entries(JSON.parse(process.env.GROUPWARE_TEST_MISSING_SERVERS ?? '{}'));
}
