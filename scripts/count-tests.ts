/**
 * Reads the report of vitest's JSON reporter, prints "<passed> <failed>", and writes a summary for people.
 *
 *   node scripts/count-tests.ts <report.json> <summary file>
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const [reportFile = '', summaryFile = ''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;

// A file that cannot even be loaded has no tests to fail: it counts as one.
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
);
const failed = report.numFailedTests + broken.length;
const left = report.numPendingTests + report.numTodoTests;
const names = report.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `  ${name}: ${fullName}`),
);
writeFileSync(
  summaryFile,
  `${[
    ...[...names, ...broken.map(({ name }) => `  ${name}: could not be run`)],
    `vitest: ${report.testResults.length} files, ${report.numPassedTests} tests passed, ${failed} failed, ${left} skipped`,
  ].join('\n')}\n`,
);
console.log(`${report.numPassedTests} ${failed}`);
