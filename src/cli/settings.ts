import { availableParallelism } from 'node:os';
import type { GatewayApiChannel } from '../binaries/embedded-assets.ts';
import type { EnvironmentName } from '../environment/environment.ts';

/** What the options leave open. The parser has no defaults; the help shows these. */
export const DEFAULTS = {
  profile: 'envoy-gateway',
  env: 'embedded' as EnvironmentName,
  channel: 'experimental' as GatewayApiChannel,
  /** Results of a run are below it, in a folder named after the run. */
  outParent: 'gateproof-results',
  /** Probes wait more than they work, but the controller's work is real: measured on 2 cores. */
  concurrency: 6 * Math.max(2, availableParallelism()),
  repeat: 1,
};

/** Options as the parser gives them: what was not said is not there. */
export interface CommonOptions {
  verbose?: true;
  suites?: string;
}

export interface SelectionOptions extends CommonOptions {
  profile?: string;
  env?: EnvironmentName;
  channel?: GatewayApiChannel;
  probes?: string[];
}

export interface RunOptions extends SelectionOptions {
  out?: string;
  require?: string[];
  keep?: true;
  concurrency?: number;
  repeat?: number;
  seed?: number;
  timeout?: number;
  json?: true;
}

/** What of the machine and the user's shell decides how output looks. */
export interface TerminalSettings {
  color: boolean;
  /** Redraw lines instead of printing new ones. */
  live: boolean;
  width: number;
}

/** NO_COLOR and FORCE_COLOR as everywhere; CI and dumb terminals get plain lines. */
export function terminalSettings(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): TerminalSettings {
  const capable = stream.isTTY === true && env.TERM !== 'dumb';
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  return {
    color: !env.NO_COLOR && (forced || (capable && env.FORCE_COLOR !== '0')),
    live: capable && !isSet(env.CI),
    width: stream.columns ?? (Number(env.COLUMNS) || 100),
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);
