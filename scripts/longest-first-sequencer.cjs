'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/** Test files that take minutes. Begun last, one of them would leave the other cores without work. */
const LONG = [
  'modules/lifecycle',
  'access/access',
  'faults/crash',
  'e2e/panels',
  'modules/new-module',
  'access/observers',
  'mail/corpus-intake',
  'modules/killed',
  'account/limits',
];

/** Runs the long test files first; the others in the order of jest. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONG.findIndex((name) => path.replaceAll('\\', '/').endsWith(`/test/${name}.test.ts`));
      return index === -1 ? LONG.length : index;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
