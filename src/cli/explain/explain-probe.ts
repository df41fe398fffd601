import { styleText } from 'node:util';
import { stringify } from 'yaml';
import type { Manifest, Phase, Probe } from '../../probe/definition.ts';
import { editManifests } from '../../probe/edit-manifests.ts';
import { expectationWords } from '../../report/model/expectation-words.ts';
import { sendWords } from '../../report/model/send-words.ts';
import type { Exchange } from '../../results/exchange.ts';
import { lineDiff } from './line-diff.ts';
import { controlWords, stepWords } from './step-words.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** Everything about a probe that decides what its verdict means, as text. Pure. */
export function explainProbe(probe: Probe, { color }: { color: boolean }): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const heading = (text: string) => ['', paint('bold', text), ''];
  return [
    paint('bold', `${probe.id} (revision ${probe.revision})`),
    '',
    `  ${probe.title}`,
    '',
    ...facts(probe).map(([label, value]) => `  ${paint('dim', label.padEnd(14))}${value}`),
    ...heading('Specification'),
    `  ${probe.spec.section}: ${probe.spec.url}`,
    ...probe.spec.quote
      .trim()
      .split('\n')
      .map((line) => `  > ${line.trim()}`),
    ...heading('Manifests'),
    ...manifestLines(probe, paint),
    ...heading('Exchanges'),
    ...probe.phases.flatMap((phase) => phaseLines(phase, probe.phases.length > 1, paint)),
    ...(probe.readings.length === 0 ? [] : [...heading('Wrong readings that are recognised'), ...readingLines(probe)]),
  ].join('\n');
}

function facts(probe: Probe): [string, string][] {
  const own = probe.gateways === 'own' ? 'a Gateway of its own in each arm' : 'listeners on a shared Gateway';
  return [
    ['feature', `${probe.features.join(', ')} (${probe.level})`],
    ...(probe.requires.length === 0 ? [] : [['needs', probe.requires.join(', ')] as [string, string]]),
    ['control', controlWords(probe)],
    ['where', own],
    ['when', SCHEDULING[probe.scheduling]],
    ['backends', probe.backends.join(', ') || 'none'],
    ...(probe.withheld.length === 0 ? [] : [['applied later', probe.withheld.join(', ')] as [string, string]]),
    ['checksum', probe.checksum],
  ];
}

const SCHEDULING: Record<Probe['scheduling'], string> = {
  shared: 'beside others',
  load: 'apart from other load and from timed probes',
  timed: 'apart from load',
};

function manifestLines(probe: Probe, paint: Paint): string[] {
  const treatment = toYaml(probe.manifests);
  if (probe.uncontrolled !== undefined) return treatment.map((line) => `    ${line}`);
  const lines = lineDiff(treatment, toYaml(editManifests(probe.manifests, probe.control)));
  if (lines.every((line) => line.in === 'both'))
    return ['  The same in both arms.', '', ...lines.map(({ text }) => `    ${text}`)];
  const shown = lines.map((line) => {
    if (line.in === 'both') return `    ${line.text}`;
    return line.in === 'left' ? paint('green', `  T ${line.text}`) : paint('yellow', `  C ${line.text}`);
  });
  return ['  T: in the treatment only. C: in the control only. All other lines are in both arms.', '', ...shown];
}

const toYaml = (manifests: Manifest[]): string[] =>
  manifests
    .map(({ document }) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd())
    .join('\n---\n')
    .split('\n');

function phaseLines({ name, steps, exchanges, background }: Phase, several: boolean, paint: Paint): string[] {
  return [
    ...(several ? [`  ${paint('bold', name)}`] : []),
    ...steps.map((step) => `    first: ${stepWords(step)}`),
    ...exchanges.flatMap((exchange) => exchangeLines(exchange, kindOf(exchange), paint)),
    ...background.flatMap((exchange) => exchangeLines(exchange, 'recorded all through the phase', paint)),
    '',
  ];
}

const kindOf = ({ control, safety }: Exchange): string =>
  `${control === undefined ? 'guard' : 'deciding'}${safety === true ? ', safety' : ''}`;

function exchangeLines(exchange: Exchange, kind: string, paint: Paint): string[] {
  const [first = '', ...more] = sendWords(exchange.send);
  const indent = ' '.repeat(15);
  const expected = (label: string, words: string[]) => `    ${label.padEnd(11)}${words.join('; ')}`;
  const control =
    exchange.control === undefined
      ? [expected('both arms', expectationWords(exchange.expect))]
      : [
          expected('treatment', expectationWords(exchange.expect)),
          expected('control', expectationWords(exchange.control)),
        ];
  return [
    `  - ${exchange.name} ${paint('dim', `(${kind})`)}`,
    expected('send', [first]),
    ...more.map((line) => `${indent}${line}`),
    ...control,
  ];
}

const readingLines = (probe: Probe): string[] =>
  probe.readings.flatMap(({ name, exchanges }) => [
    `  - ${name}`,
    ...Object.entries(exchanges).map(([exchange, words]) => `    ${exchange}: ${expectationWords(words).join('; ')}`),
  ]);
