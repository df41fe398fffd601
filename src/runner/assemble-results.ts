import { cpus, type as osType, release, totalmem } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import type { InstalledController } from '../environment/environment.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { rollUpFeatures } from '../results/roll-up-features.ts';
import type { Results, RunIdentity } from '../results/schema.ts';
import { RESULTS_FORMAT } from '../results/schema.ts';
import { RULES_VERSION } from '../results/verdict.ts';
import type { Canary } from './canary.ts';
import { claimsOf } from './claims-of.ts';
import type { ProbeLooks } from './probe-looks.ts';
import { decideAll } from './probe-looks.ts';
import type { RunContext } from './run-context.ts';
import type { AskOptions } from './run-options.ts';
import type { Session } from './session.ts';

type Program = RunIdentity['programs'][number];

interface Asked {
  asked: ProbeLooks[];
  canaries: Canary[];
  gatewayClass: KubernetesObject;
  /** Why the run ended early. */
  partial: string | undefined;
}

/** The results of a run, whole or partial: probes that no look was finished for are left out of a partial one. */
export function assembleResults(session: Session, context: RunContext, options: AskOptions, asked: Asked): Results {
  const { environment, controller } = session;
  const { profile, version, install, notes } = session.options;
  const probes = decideAll(
    asked.asked.filter(({ looks }) => looks.length > 0),
    context.run,
  );
  const claims = claimsOf(
    context.status.get('GatewayClass', undefined, asked.gatewayClass.metadata.name) ?? asked.gatewayClass,
  );
  const ofController = new Set(controller.programs.map(({ name }) => name));
  const [controllerProgram, ...dataPlane] = controller.programs.map(toProgram);
  const ofEnvironment = environment.facts.programs.filter(({ name }) => !ofController.has(name)).map(toProgram);
  return {
    format: RESULTS_FORMAT,
    run: context.run,
    startedAt: session.startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    ...(asked.partial === undefined ? {} : { partial: asked.partial }),
    identity: {
      profile: profile.name,
      title: profile.title,
      version: version.version,
      runningVersion: controller.controllerVersion,
      installValues: (install.values ?? {}) as never,
      installChecksum: install.checksum,
      dataPlane,
      programs: [...(controllerProgram === undefined ? [] : [controllerProgram]), ...ofEnvironment],
      gatewayApi: environment.facts.gatewayApi,
      kubernetes: environment.facts.kubernetesVersion,
      environment: environment.name,
      gateproof: packageJson.version,
      rules: RULES_VERSION,
      seed: options.seed,
      notes,
    },
    settings: {
      probes: options.selection,
      require: options.require,
      concurrency: options.concurrency,
      repeat: options.repeat,
      ...(options.mutant === undefined ? {} : { mutant: options.mutant }),
    },
    machine: {
      cpus: cpus().length,
      memoryMiB: Math.round(totalmem() / 2 ** 20),
      os: `${osType()} ${release()}`,
      node: process.version,
    },
    timings: session.timings,
    claims,
    canaries: asked.canaries.map(({ record }) => record),
    windows: context.starvation.windows,
    probes,
    features: rollUpFeatures(probes, claims),
  };
}

/** The first program of a controller is the controller; the rest are its data plane. */
const toProgram = ({ path: _path, origin, ...program }: InstalledController['programs'][number]): Program => ({
  ...program,
  origin: origin as Program['origin'],
});
