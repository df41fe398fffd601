import { controlWords, stepWords } from '../../src/cli/explain/step-words.ts';
import type { Phase, Probe } from '../../src/probe/definition.ts';
import { loadProbes } from '../../src/probe/load-probe.ts';
import { expectationWords } from '../../src/report/model/expectation-words.ts';
import { sendWords } from '../../src/report/model/send-words.ts';
import type { Exchange } from '../../src/results/exchange.ts';
import type { GeneratedFile } from './generated-file.ts';

/** docs/probes.md: every probe with its question, control and exchanges, by suite. */
export const probeCatalogue: GeneratedFile = {
  file: 'docs/probes.md',
  async make() {
    const probes = await loadProbes();
    const suites = [...new Set(probes.map(({ suite }) => suite))];
    const ofSuite = (suite: string) => probes.filter((probe) => probe.suite === suite);
    const features = new Set(probes.flatMap((probe) => probe.features));
    const uncontrolled = probes.filter((probe) => probe.uncontrolled !== undefined).length;
    return `${[
      '<!-- Made by npm run docs from suites/. -->',
      '# Probes',
      `${probes.length} probes of ${features.size} features in ${suites.length} suites; ${uncontrolled} of them have no control arm and say why. ` +
        'The sentence of each is true when its verdict is `supported`. *Deciding* exchanges differ between the arms, *guards* must hold in both, ' +
        '*safety* ones are refusals. `gateproof explain <probe>` shows the manifests too.',
      [
        '| suite | probes |',
        '|---|---|',
        ...suites.map((suite) => `| [${suite}](#${suite}) | ${ofSuite(suite).length} |`),
      ].join('\n'),
      ...suites.flatMap((suite) => [`## ${suite}`, ...ofSuite(suite).map(section)]),
    ].join('\n\n')}\n`;
  },
};

function section(probe: Probe): string {
  const { spec } = probe;
  return [
    `### ${probe.id}`,
    `${sentence(probe.title)}`,
    [
      `- feature: ${probe.features.join(', ')} (${probe.level})${probe.requires.length === 0 ? '' : `; needs ${probe.requires.join(', ')}`}`,
      `- specification: [${text(spec.section)}](${spec.url}): "${text(spec.quote.trim().replace(/\s+/g, ' '))}"`,
      `- control: ${text(controlWords(probe))}`,
      `- scheduling: ${probe.scheduling}, ${probe.gateways === 'own' ? 'a Gateway of its own in each arm' : 'on a shared Gateway'}`,
    ].join('\n'),
    ...probe.phases.map((phase) => phaseText(phase, probe.phases.length > 1)),
  ].join('\n\n');
}

function phaseText({ name, steps, exchanges, background }: Phase, several: boolean): string {
  const changes = steps.map(stepWords).join('; ');
  const heading = `Phase "${text(name)}"${changes === '' ? '' : `: ${text(changes)}`}`;
  const rows = [
    ...exchanges.map((exchange) => row(exchange, kindOf(exchange))),
    ...background.map((exchange) => row(exchange, 'recorded all through the phase')),
  ];
  return [
    ...(several ? [`${heading}\n`] : []),
    '| exchange | kind | sent | treatment shows | control shows |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const kindOf = ({ control, safety }: Exchange): string =>
  `${control === undefined ? 'guard' : 'deciding'}${safety === true ? ', safety' : ''}`;

function row({ name, send, expect, control }: Exchange, kind: string): string {
  const shows = expectationWords(expect).join('; ');
  const cells = [
    name,
    kind,
    sendWords(send).join('; '),
    shows,
    control === undefined ? 'the same' : expectationWords(control).join('; '),
  ];
  return `| ${cells.map(text).join(' | ')} |`;
}

const sentence = (title: string): string => text(`${title[0]?.toUpperCase()}${title.slice(1)}.`);

/** Words as words: no Markdown, no HTML, no end of a cell in them. */
const text = (words: string): string =>
  words.replace(/[\\`*_[\]<>|#]/g, (character) =>
    character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
  );
