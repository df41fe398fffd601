import { UsageError } from '../errors.ts';
import type { Probe } from '../probe/definition.ts';
import { nearestFirst } from '../profile/nearest-name.ts';

/**
 * The probes that the patterns mean; all without a pattern. A pattern with a slash is compared with ids, also former ones; one without
 * with feature names and names of suites. `*` and `?` stand for anything but a slash, `**` for anything.
 * @throws UsageError NO_SUCH_PROBE for a pattern that matches nothing, with the nearest names.
 */
export function selectProbes(probes: Probe[], patterns: string[]): Probe[] {
  if (patterns.length === 0) return probes;
  const chosen = new Set<Probe>();
  for (const pattern of patterns) {
    const expression = toExpression(pattern);
    const matching = probes.filter((probe) => namesOf(probe, pattern).some((name) => expression.test(name)));
    if (matching.length === 0) throw matchesNothing(pattern, probes);
    for (const probe of matching) chosen.add(probe);
  }
  return probes.filter((probe) => chosen.has(probe));
}

const namesOf = (probe: Probe, pattern: string): string[] =>
  pattern.includes('/') ? [probe.id, ...probe.formerly] : [...probe.features, probe.suite];

/** One probe by its id, or by one that it had. @throws UsageError NO_SUCH_PROBE */
export function findProbe(probes: Probe[], id: string): Probe {
  const found = probes.find((probe) => probe.id === id || probe.formerly.includes(id));
  if (found === undefined)
    throw noSuchProbe(
      `there is no probe ${id}`,
      id,
      probes.map((probe) => probe.id),
    );
  return found;
}

/**
 * Checks that what is required can be met by what is asked.
 * @throws UsageError REQUIRE_UNKNOWN or REQUIRE_NOT_SELECTED
 */
export function checkRequired(required: string[], all: Probe[], selected: Probe[]): void {
  const names = (probes: Probe[]) => [...new Set(probes.flatMap(({ id, features }) => [id, ...features]))];
  const known = names(all);
  const asked = names(selected);
  for (const item of required) {
    if (!known.includes(item)) {
      throw new UsageError(`--require ${item}: there is no feature and no probe of that name`, {
        code: 'REQUIRE_UNKNOWN',
        hint: `${nearestWords(item, known)} \`gateproof list features\` shows all.`,
      });
    }
    if (!asked.includes(item))
      throw new UsageError(`--require ${item}: the probes selected by --probes do not ask it`, {
        code: 'REQUIRE_NOT_SELECTED',
        hint: `Add ${item} to --probes, or leave --probes out.`,
      });
  }
}

function matchesNothing(pattern: string, probes: Probe[]): UsageError {
  const names = pattern.includes('/')
    ? probes.map(({ id }) => id)
    : [...new Set(probes.flatMap(({ features, suite }) => [...features, suite]))];
  return noSuchProbe(`--probes ${pattern} matches none of the ${probes.length} probes`, pattern, names);
}

function noSuchProbe(message: string, wanted: string, names: string[]): UsageError {
  return new UsageError(message, {
    code: 'NO_SUCH_PROBE',
    hint: `${nearestWords(wanted, names)} \`gateproof list probes\` shows all.`,
  });
}

const nearestWords = (wanted: string, names: string[]): string => {
  const nearest = nearestFirst(wanted, names).slice(0, 3);
  return nearest.length === 0 ? '' : `Nearest: ${nearest.join(', ')}.`;
};

function toExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|[*?]|[.+^${}()|[\]\\]/g, (found) => {
    if (found === '**') return '.*';
    if (found === '*') return '[^/]*';
    return found === '?' ? '[^/]' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 'i');
}
