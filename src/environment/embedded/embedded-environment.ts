import { join } from 'node:path';
import type { EchoProcess } from '../../backend/echo-process.ts';
import { startEchoProcess } from '../../backend/echo-process.ts';
import { defaultCacheDir } from '../../binaries/cache-folder.ts';
import type { EmbeddedAssets } from '../../binaries/embedded-assets.ts';
import { EnvironmentError } from '../../errors.ts';
import type { KubernetesClient } from '../../kubernetes/client.ts';
import type { Profile, ProfileVersion } from '../../profile/schema.ts';
import type {
  BackendHost,
  ClusterConnection,
  EnvironmentFault,
  InstalledController,
  ProgressSink,
  RunningEnvironment,
} from '../environment.ts';
import { EmbeddedBackendHost } from './backend-host.ts';
import type { ControlPlane } from './control-plane.ts';
import { startControlPlane } from './control-plane.ts';
import { describePods } from './describe-pods.ts';
import { installController } from './install.ts';
import { installedPrograms } from './installed-programs.ts';
import type { ManagedProcess } from './managed-process.ts';
import { describeExit, logTail } from './managed-process.ts';
import type { ManifestDocument } from './manifest-documents.ts';
import { readDocuments } from './manifest-documents.ts';
import { prepareNamespace } from './prepare-namespace.ts';
import { ImageTable } from './process-node/image-table.ts';
import type { ContainerRestart } from './process-node/process-node.ts';
import { ProcessNode } from './process-node/process-node.ts';
import { startServiceProxy } from './service-proxy/start-service-proxy.ts';

export interface EmbeddedOptions {
  assets: EmbeddedAssets;
  /** Where prepared data are kept between runs; default: the user's cache folder. */
  cacheDir?: string | undefined;
  /** Folder that the run's tmpfs is mounted over (InnerContext.mountPoint). */
  mountPoint: string;
  /** Identity of the run: label of everything it creates. */
  runId: string;
  /** How long the controller may take to become available; default 90 s. */
  controllerTimeoutMs?: number;
  progress?: ProgressSink | undefined;
  signal?: AbortSignal | undefined;
}

/** Starts the embedded environment. Only inside the namespace that enterNamespace made. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedEnvironment> {
  const { assets, mountPoint, signal } = options;
  await prepareNamespace(mountPoint);
  const program = (name: string) => {
    const found = assets.programs[name];
    if (!found) throw new EnvironmentError(`program ${name} was not obtained`, { code: 'PROGRAM_MISSING' });
    return found;
  };
  const isDefinition = ({ kind }: ManifestDocument) => kind === 'CustomResourceDefinition';
  const manifests = readDocuments([assets.manifests.path]);
  const controlPlane = await startControlPlane({
    programs: {
      etcd: program('etcd'),
      apiServer: program('kube-apiserver'),
      controllerManager: program('kube-controller-manager'),
    },
    definitions: [
      ...readDocuments(assets.crds.files.map((file) => join(assets.crds.dir, file))),
      ...manifests.filter(isDefinition),
    ],
    dir: mountPoint,
    cacheDir: options.cacheDir ?? defaultCacheDir(),
    signal,
  });
  const environment = new EmbeddedEnvironment(
    options,
    controlPlane,
    manifests.filter((document) => !isDefinition(document)),
  );
  try {
    await environment.start();
    return environment;
  } catch (error) {
    await environment.stop();
    throw error;
  }
}

export class EmbeddedEnvironment implements RunningEnvironment {
  readonly name = 'embedded';
  readonly connection: ClusterConnection;
  readonly client: KubernetesClient;
  readonly facts: RunningEnvironment['facts'];
  /** Containers that ended and were started again, in order. */
  readonly restarts: ContainerRestart[] = [];
  readonly #options: EmbeddedOptions;
  readonly #manifests: ManifestDocument[];
  readonly #processes: ManagedProcess[];
  #backends: BackendHost | undefined;
  #echo: EchoProcess | undefined;
  #node: ProcessNode | undefined;
  #controller: { namespace: string; labels: Record<string, string> } | undefined;
  #installed = false;
  #faultListener: ((fault: EnvironmentFault) => void) | undefined;
  #fault: EnvironmentFault | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: EmbeddedOptions, controlPlane: ControlPlane, manifests: ManifestDocument[]) {
    this.#options = options;
    this.#manifests = manifests;
    this.connection = controlPlane.connection;
    this.client = controlPlane.client;
    this.#processes = [];
    for (const process of controlPlane.processes) this.#watch(process);
    const { version, channel } = options.assets.crds;
    this.facts = {
      kubernetesVersion: controlPlane.kubernetesVersion,
      gatewayApi: { version, channel },
      programs: controlPlanePrograms(options.assets),
    };
  }

  get backends(): BackendHost {
    if (this.#backends) return this.#backends;
    throw new EnvironmentError('backends were asked for before the environment was started', { code: 'NOT_STARTED' });
  }

  /** Starts what stands beside the control plane: Service addresses and names, and the echo program. */
  async start(): Promise<void> {
    const { mountPoint, runId, signal } = this.#options;
    const [proxy, echo] = await Promise.all([
      startServiceProxy(this.connection, mountPoint),
      startEchoProcess({ run: runId, logFile: join(mountPoint, 'logs', 'echo.log') }),
    ]);
    this.#watch(proxy);
    this.#echo = echo;
    void echo.exited.then((exit) => {
      this.#report({ part: 'echo', message: `the echo program ended: ${describeExit(exit)}`, logTail: exit.logTail });
    });
    this.#backends = new EmbeddedBackendHost(this.client, echo, signal);
  }

  async install(profile: Profile, _version: ProfileVersion): Promise<InstalledController> {
    const { assets, mountPoint, signal } = this.#options;
    const node = new ProcessNode({
      client: this.client,
      images: new ImageTable(profile, assets.programs),
      kubernetesVersion: this.facts.kubernetesVersion,
      dir: join(mountPoint, 'pods'),
      logDir: join(mountPoint, 'logs'),
      onRestart: (restart) => this.#restarted(restart),
      onLost: (error) =>
        this.#report({ part: 'kube-apiserver', message: error.message, logTail: this.logTail('kube-apiserver') }),
    });
    this.#node = node;
    await node.start();
    const versions = installedPrograms(profile, assets.programs);
    const workload = await installController({
      client: this.client,
      profile,
      manifests: this.#manifests,
      readyTimeoutMs: this.#options.controllerTimeoutMs ?? 90_000,
      describe: () => this.#describeController(profile.install.namespace),
      signal,
    });
    const { namespace } = profile.install;
    this.#controller = { namespace, labels: workload.spec.selector?.matchLabels ?? {} };
    this.#installed = true;
    const programs = await versions;
    this.facts.programs.push(...programs);
    return {
      namespace,
      controllerVersion: programs.find(({ name }) => name === controllerProgram(profile))?.version ?? '',
      programs,
      pause: async () => this.#signalController('SIGSTOP'),
      resume: async () => this.#signalController('SIGCONT'),
    };
  }

  reach(gatewayAddress: string, listenerPort: number): { host: string; port: number } {
    return { host: gatewayAddress, port: listenerPort };
  }

  onFault(listener: (fault: EnvironmentFault) => void): void {
    this.#faultListener = listener;
    if (this.#fault) listener(this.#fault);
  }

  logTail(part?: string, lines = 20): string[] {
    if (part) return logTail(join(this.#options.mountPoint, 'logs', `${part}.log`), lines);
    const controller = this.#controller;
    const pods = controller ? (this.#node?.pods(controller.namespace, controller.labels) ?? []) : [];
    return pods.flatMap((pod) => pod.containers.flatMap(({ name }) => logTail(pod.logFile(name), lines)));
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#node?.stop();
    await this.client.close().catch(() => {});
    for (const process of this.#processes.toReversed()) process.kill('SIGKILL');
    await Promise.all([this.#echo?.stop(), ...this.#processes.map(({ exited }) => exited)]);
  }

  async #describeController(namespace: string): Promise<string[]> {
    const pods = await describePods(this.client, namespace).catch((error: Error) => [error.message]);
    const logs = (this.#node?.pods(namespace, {}) ?? []).flatMap((pod) =>
      pod.containers.flatMap(({ name }) => [
        `log of ${pod.ref.name} ${name}:`,
        ...logTail(pod.logFile(name), 15).map((line) => `  | ${line}`),
      ]),
    );
    return [...pods, ...logs];
  }

  #watch(process: ManagedProcess): void {
    this.#processes.push(process);
    void process.exited.then((exit) => {
      this.#report({
        part: process.name,
        message: `${process.name} ended: ${describeExit(exit)}`,
        logTail: process.logTail(),
      });
    });
  }

  #restarted(restart: ContainerRestart): void {
    this.restarts.push(restart);
    const controller = this.#controller;
    if (!this.#installed || !controller || restart.namespace !== controller.namespace) return;
    if (!Object.entries(controller.labels).every(([key, value]) => restart.labels[key] === value)) return;
    const message = `container ${restart.container} of the controller's pod ${restart.pod} ended: ${describeExit(restart.exit)}`;
    this.#report({ part: restart.container, message, logTail: logTail(restart.logFile, 20) });
  }

  #report(fault: EnvironmentFault): void {
    if (this.#fault || this.#stopping) return;
    this.#fault = fault;
    this.#faultListener?.(fault);
  }

  #signalController(signal: NodeJS.Signals): void {
    const controller = this.#controller;
    if (!controller) return;
    for (const pod of this.#node?.pods(controller.namespace, controller.labels) ?? []) {
      for (const container of pod.containers) container.kill(signal);
    }
  }
}

function controllerProgram(profile: Profile): string {
  return Object.keys(profile.programs)[0] ?? '';
}

function controlPlanePrograms({ programs }: EmbeddedAssets): InstalledController['programs'] {
  return ['etcd', 'kube-apiserver', 'kube-controller-manager'].flatMap((name) => {
    const program = programs[name];
    if (program === undefined) return [];
    const { version, wantedVersion, origin, path, sha256 } = program;
    return [{ name, version, wantedVersion, origin, path, sha256 }];
  });
}
