import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

// Prints the longest files and what failed of jest's JSON report (first argument), and as the last line how many tests
// passed and failed.
// A test file that could not run counts as one failure. Exit code 1 after a failure, or when no test ran.
/** Files of which it is told how long they took: what makes a run long. */
const LONGEST = 12;

const [file] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
const seconds = ({ startTime, endTime }) => Math.round((endTime - startTime) / 1000);
const byLength = report.testResults.toSorted((a, b) => seconds(b) - seconds(a));
for (const result of byLength.slice(0, LONGEST)) console.log(`${seconds(result)} s: ${relative('', result.name)}`);
const count = { passed: 0, failed: 0, skipped: 0 };
for (const { name, message, assertionResults, status } of report.testResults) {
  const failures = assertionResults.filter((test) => test.status === 'failed');
  for (const test of assertionResults) {
    if (test.status === 'passed' || test.status === 'failed') count[test.status] += 1;
    else count.skipped += 1;
  }
  for (const { fullName } of failures) console.log(`FAILED: ${fullName} (${name})`);
  if (status === 'failed' && failures.length === 0) {
    console.log(`FAILED: ${name} could not run\n${message}`);
    count.failed += 1;
  }
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
