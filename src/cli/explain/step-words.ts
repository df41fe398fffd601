import type { Edit, Step } from '../../probe/definition.ts';

/** What the control does to the manifests, in words. */
export function editWords(edit: Edit): string {
  switch (edit.edit) {
    case 'erase':
      return `without ${edit.path} of ${edit.object}`;
    case 'replace':
      return `${edit.path} of ${edit.object} replaced`;
    case 'leave out':
      return `without ${edit.object}`;
    case 'add': {
      const { kind, metadata } = edit.manifest as { kind?: string; metadata?: { name?: string } };
      return `with ${kind ?? 'an object'} ${metadata?.name ?? ''}`.trimEnd();
    }
  }
}

/** A change in time, in words. */
export function stepWords(step: Step): string {
  const only = step.arm === 'treatment' ? ', in the treatment only' : '';
  switch (step.do) {
    case 'apply':
      return `apply ${step.object}${only}`;
    case 'patch':
      return `set ${step.path} of ${step.object} to ${JSON.stringify(step.value)}${only}`;
    case 'delete':
      return `delete ${step.object}${only}`;
    case 'wait':
      return `wait ${step.ms} ms${only}`;
  }
}

/** How the control arm differs, in one line. */
export function controlWords(probe: { control: Edit[]; uncontrolled?: string; phases: { steps: Step[] }[] }): string {
  if (probe.uncontrolled !== undefined) return `none: ${probe.uncontrolled}`;
  const steps = probe.phases.flatMap((phase) => phase.steps).filter(({ arm }) => arm === 'treatment');
  const words = [
    ...probe.control.map(editWords),
    ...steps.map((step) => `it does not ${stepWords({ ...step, arm: 'both' })}`),
  ];
  return words.length === 0 ? 'the same manifests' : words.join('; ');
}
