import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ArmExchange, Look } from '../../results/schema.ts';
import { applyCommand } from '../model/apply-command.ts';
import { exchangeCommand } from '../model/exchange-command.ts';
import { printable } from '../model/printable.ts';
import { codeBlock } from './code-block.ts';

/** What a vendor asks for first: commands that apply each arm and ask each exchange. */
export function reproduce(look: Look, probeId: string): VNode | false {
  const arms = (['treatment', 'control'] as const).filter((name) => (look[name]?.objects.length ?? 0) > 0);
  if (arms.length === 0) return false;
  return html`<section class="reproduce">
    <h3>By hand</h3>
    <p class="quiet">
      Namespaces and addresses are those of the run. Backends are Services that say who they are; any echo server under these names will do.${' '}
      <code>gateproof explain ${printable(probeId)}</code> prints the plain manifests.
    </p>
    ${arms.map((name) => html`<details><summary>Apply the ${name}</summary>${codeBlock(applyCommand(look[name]!), `commands that apply the ${name}`)}</details>`)}
    ${arms.map((name) => html`<details><summary>Ask the ${name}</summary>${commands(look, name)}</details>`)}
  </section>`;
}

function commands(look: Look, name: 'treatment' | 'control'): VNode {
  const arm = look[name]!;
  const asked = look.phases.flatMap((phase) => {
    const steps = phase.steps
      .filter((step) => step.arm === 'both' || step.arm === name)
      .map(({ what }) => `# step: ${printable(what)}`);
    const commands = phase.exchanges
      .map((each) => ({ exchange: each.exchange, shown: each[name] }))
      .filter((each): each is { exchange: typeof each.exchange; shown: ArmExchange } => each.shown !== undefined)
      .map(
        ({ exchange, shown }) =>
          `# ${printable(phase.name)}: ${printable(exchange.name)}\n${exchangeCommand(exchange.send, arm, shown)}`,
      );
    return [...steps, ...commands];
  });
  return codeBlock(asked.join('\n\n'), `commands that ask the ${name}`);
}
