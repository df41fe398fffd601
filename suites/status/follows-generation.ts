import type { AuthoredExchange } from '../../src/probe/definition.ts';

/**
 * Exchanges for a probe that changes an object once: its first `count` conditions must carry generation 2. The order of conditions is free,
 * so they are named by place. The control, without the change, shows any other value: the old one, or none from a controller that never
 * writes observedGeneration.
 */
export const followsGeneration = (object: string, count: number): AuthoredExchange[] =>
  ['first', 'second'].slice(0, count).map((which, index) => ({
    name: `the ${which} condition carries the new generation`,
    send: { protocol: 'status', object, field: `/conditions/${index}/observedGeneration` },
    expect: { value: 2 },
    control: { valueNot: 2 },
  }));
