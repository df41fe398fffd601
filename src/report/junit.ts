import junitReportBuilder, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import type { Results } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';
import { evidenceText } from './model/evidence-text.ts';
import { identityFacts, programFacts } from './model/identity-facts.ts';
import { type MatrixRow, matrixSuites } from './model/matrix.ts';
import { printable } from './model/printable.ts';
import { shareWords } from './model/split-shares.ts';

// Its types describe the CommonJS build, where the builder is at `.default`; Node loads the ES module.
const newBuilder = (): Builder => (junitReportBuilder as unknown as Builder).newBuilder();

type Outcome = 'pass' | 'failure' | 'error' | 'skipped';

const OUTCOMES: Record<Verdict, Outcome> = {
  supported: 'pass',
  ignored: 'failure',
  incorrect: 'failure',
  partial: 'failure',
  rejected: 'failure',
  absent: 'failure',
  inconclusive: 'error',
  error: 'error',
  skipped: 'skipped',
};

/** JUnit XML: one suite per probe suite, one case per probe. A decided no is a failure, an undecided one an error. */
export function renderJunit(results: Results): string {
  const builder = newBuilder();
  const { identity, partial } = results;
  builder.name(text(`gateproof: ${identity.title} ${identity.version}`));
  for (const suite of matrixSuites(results)) {
    const element = builder.testSuite().name(text(suite.name)).timestamp(results.startedAt.slice(0, 19));
    addProperties(element, results);
    for (const row of suite.rows) addCase(element, row);
  }
  if (partial !== undefined) {
    const element = builder.testSuite().name('run').timestamp(results.startedAt.slice(0, 19));
    addProperties(element, results);
    element.testCase().className('gateproof').name('the run is whole').error(text(partial), 'partial');
  }
  return builder.build();
}

function addProperties(suite: TestSuite, results: Results): void {
  for (const { label, value } of identityFacts(results)) suite.property(text(label), text(value));
  for (const { label, value } of programFacts(results.identity)) suite.property(`program ${text(label)}`, text(value));
  for (const [index, note] of results.identity.notes.entries()) suite.property(`note ${index + 1}`, text(note));
  if (results.partial !== undefined) suite.property('partial run', text(results.partial));
}

function addCase(suite: TestSuite, row: MatrixRow): void {
  const { probe, verdict } = row;
  const element = suite
    .testCase()
    .className(text(`gateproof.${row.suite}`))
    .name(text(row.name))
    .time(seconds(row));
  const facts = {
    verdict,
    question: probe.title,
    features: probe.features.join(' '),
    revision: String(probe.revision),
    ...(probe.convergenceMs === undefined ? {} : { 'convergence ms': String(Math.round(probe.convergenceMs)) }),
    ...(row.shares.length === 0 ? {} : { shares: row.shares.map(shareWords).join('; ') }),
    ...(row.claims.length === 0 ? {} : { claim: row.claims.join(' ') }),
    ...(row.marks.length === 0 ? {} : { looks: row.marks.join(', ') }),
  };
  for (const [name, value] of Object.entries(facts)) element.property(name, text(value));
  addOutcome(element, row);
}

function addOutcome(element: TestCase, row: MatrixRow): void {
  const message = text(`${row.verdict}: ${row.why}`);
  const evidence = evidenceText(row.probe);
  const outcome = OUTCOMES[row.verdict];
  if (outcome === 'failure') element.failure(message, row.verdict).stacktrace(cdata(evidence));
  if (outcome === 'error') element.error(message, row.verdict, cdata(evidence));
  if (outcome === 'skipped') element.skipped().standardOutput(cdata(`skipped: ${printable(row.why)}`));
}

const seconds = ({ probe }: MatrixRow): number =>
  Math.round(probe.looks.reduce((sum, look) => sum + look.endedMs - look.startedMs, 0)) / 1000;

/** Fit for an attribute: no control characters, no lone surrogates (XML has no way to write either). */
const text = (value: string): string => printable(value).toWellFormed();

/** "]]>" would end the section; the builder splits it, which some readers of JUnit do not put together again. */
const cdata = (value: string): string => value.toWellFormed().replaceAll(']]>', ']] >');
