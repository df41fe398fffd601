import type { ArmExchange, Look, ProbeResult } from '../../results/schema.ts';
import { expectationWords } from './expectation-words.ts';
import { observationWords } from './observation-words.ts';
import { printable } from './printable.ts';
import { sendWords } from './send-words.ts';
import { ruleWords } from './verdict-words.ts';

/** The evidence of a verdict as plain lines, for formats without pages: looks, and each exchange with what both arms showed. */
export function evidenceText(probe: ProbeResult): string {
  const lines = [
    `question: ${probe.title}`,
    `specification: ${probe.spec.section} ${probe.spec.url}`,
    `decided by rule ${probe.decision.rule}: ${ruleWords(probe.decision.rule)}`,
    ...probe.looks.flatMap(lookLines),
  ];
  return lines.map(printable).join('\n');
}

function lookLines(look: Look): string[] {
  const { decision } = look;
  const facts = [look.fault, look.skipped, ...(look.starved?.reasons ?? [])].filter((fact) => fact !== undefined);
  return [
    `look ${look.number} (${look.why}): ${decision.verdict}, rule ${decision.rule}: ${[decision.reason, decision.detail].filter(Boolean).join(': ')}`,
    ...facts.map((fact) => `  ${fact}`),
    ...look.phases.flatMap((phase) =>
      phase.exchanges.flatMap(({ exchange, treatment, control }) => [
        `  ${phase.name} / ${exchange.name}: ${sendWords(exchange.send).join('; ')}`,
        `    treatment must show: ${expectationWords(exchange.expect).join('; ')}`,
        `    treatment showed: ${shown(treatment, look.treatment?.label)}`,
        ...(control === undefined
          ? []
          : [
              `    control must show: ${expectationWords(exchange.control ?? exchange.expect).join('; ')}`,
              `    control showed: ${shown(control, look.control?.label)}`,
            ]),
      ]),
    ),
  ];

  function shown({ settled }: ArmExchange, label: string | undefined): string {
    if (settled.length === 0) return 'nothing that decides';
    return settled
      .map(({ observation, times }) => `${observationWords(observation, [], label).join(', ')} (${times} times)`)
      .join('; ');
  }
}
