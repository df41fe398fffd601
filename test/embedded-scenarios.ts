import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendPorts } from '../src/backend/ports.ts';
import type { EmbeddedEnvironment } from '../src/environment/embedded/embedded-environment.ts';
import type { StatusCondition } from '../src/kubernetes/conditions.ts';
import { isTrue } from '../src/kubernetes/conditions.ts';
import type { KubernetesObject } from '../src/kubernetes/object.ts';
import { waitFor } from '../src/kubernetes/wait.ts';
import type { Profile, ProfileVersion } from '../src/profile/schema.ts';
import { askHttp, askUdp, connectOutcome } from './embedded-clients.ts';
import { shellPod, shellPodObjects } from './embedded-shell-pod.ts';

export interface ScenarioContext {
  environment: EmbeddedEnvironment;
  profile: Profile;
  version: ProfileVersion;
  tell(event: object): void;
  /** Aborted by the first signal. */
  interrupted: AbortSignal;
}

interface WithStatus extends KubernetesObject {
  status?: {
    phase?: string;
    conditions?: StatusCondition[];
    addresses?: { value: string }[];
    containerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  restartCount: number;
  imageID: string;
  state: { waiting?: { reason: string; message: string } };
}

const gatewayApi = 'gateway.networking.k8s.io/v1';
const metadata = { name: 'try', namespace: 'default' };

/** By name; each resolves with the exit code. */
export const scenarios: Record<string, (context: ScenarioContext) => Promise<number>> = {
  async traffic(context) {
    const { environment, tell } = context;
    const address = await programGateway(context);
    tell({ event: 'http', ...(await askHttp(environment.reach(address, 80))) });
    tell({ event: 'udp', answer: await askUdp(environment.reach(address, 9001), 'nonce-1') });
    tell({ event: 'connect', nobody: await connectOutcome(address, 9999), served: await connectOutcome(address, 80) });
    const { client } = environment;
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: `httproutes.${gatewayApi.split('/')[0]}`,
    };
    tell({
      event: 'crd',
      rules: JSON.stringify(await client.get(crd)).split('"x-kubernetes-validations":').length - 1,
    });
    return 0;
  },

  async pods(context) {
    const { environment, tell } = context;
    const { client } = environment;
    const controller = await environment.install(context.profile, context.version);
    const stateOf = (pid: number) => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const pid = pidOf('envoy-gateway');
    await controller.pause();
    // The kernel stops a process with many threads within milliseconds, not at once.
    await sleep(200);
    const paused = stateOf(pid);
    await controller.resume();
    await sleep(200);
    tell({ event: 'controller', version: controller.controllerVersion, paused, resumed: stateOf(pid) });
    for (const object of shellPodObjects()) await client.create(object);
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'default' };
    const wait = (name: string, holds: (pod: WithStatus | undefined) => boolean) =>
      waitFor<WithStatus>(client, { ...ref, name }, holds, { timeoutMs: 20_000, what: 'to be as the test wants it' });
    await client.create(shellPod());
    const done = await wait('shell', (pod) => ['Succeeded', 'Failed'].includes(pod?.status?.phase ?? ''));
    tell({ event: 'shell', phase: done?.status?.phase, lines: environment.logTail('default_shell_main', 100) });
    const simple = (name: string, image: string, script: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: { containers: [{ name: 'main', image, command: ['sh', '-c', script] }] },
    });
    await client.create(simple('unknown', 'example.com/no/such:1', 'true'));
    await client.create(simple('restarts', 'gateproof/shell', 'exit 3'));
    const waiting = await wait(
      'unknown',
      (pod) => pod?.status?.containerStatuses?.[0]?.state.waiting?.reason === 'ErrImagePull',
    );
    tell({ event: 'unknown', waiting: waiting?.status?.containerStatuses?.[0]?.state.waiting });
    const restarts = await wait('restarts', (pod) => (pod?.status?.containerStatuses?.[0]?.restartCount ?? 0) >= 2);
    tell({ event: 'restarts', count: restarts?.status?.containerStatuses?.[0]?.restartCount });
    await client.delete({ ...ref, name: 'restarts' }, { gracePeriodSeconds: 1 });
    await wait('restarts', (pod) => pod === undefined);
    tell({ event: 'deleted' });
    const spec = (index: number) => ({
      namespace: 'default',
      name: `many-${index}`,
      arm: 'a',
      ports: backendPorts,
      labels: {},
    });
    const begin = performance.now();
    const placed = await environment.backends.place(Array.from({ length: 100 }, (_, index) => spec(index)));
    tell({ event: 'placed', count: placed.length, elapsedMs: performance.now() - begin });
    return 0;
  },

  /** Ready, then idle until a signal. */
  async idle(context) {
    const address = await programGateway(context);
    context.tell({ event: 'ready', address });
    const keep = setInterval(() => {}, 1000);
    await new Promise((resolve) => context.interrupted.addEventListener('abort', resolve));
    clearInterval(keep);
    context.tell({ event: 'interrupted', why: String(context.interrupted.reason) });
    return 130;
  },

  async fault(context) {
    const { environment, tell } = context;
    await programGateway(context);
    const part = process.argv[3] ?? '';
    const fault = new Promise<object>((resolve) => environment.onFault(resolve));
    const begin = performance.now();
    process.kill(pidOf(part), 'SIGKILL');
    tell({ event: 'fault', ...(await fault), elapsedMs: performance.now() - begin });
    return 3;
  },
};

/** Installs the controller and makes a Gateway with routes to one backend; resolves with its address once it answers. */
async function programGateway({ environment, profile, version }: ScenarioContext): Promise<string> {
  const { client } = environment;
  await environment.install(profile, version);
  await environment.backends.place([{ namespace: 'default', name: 'try', arm: 'a', ports: backendPorts, labels: {} }]);
  const route = (kind: string, sectionName: string, port: number): KubernetesObject => ({
    apiVersion: gatewayApi,
    kind,
    metadata: { name: `try-${sectionName}`, namespace: 'default' },
    spec: { parentRefs: [{ name: 'try', sectionName }], rules: [{ backendRefs: [{ name: 'try', port }] }] },
  });
  const listeners = [
    { name: 'http', protocol: 'HTTP', port: 80 },
    { name: 'udp', protocol: 'UDP', port: 9001 },
  ];
  const objects: KubernetesObject[] = [
    {
      apiVersion: gatewayApi,
      kind: 'GatewayClass',
      metadata: { name: 'try' },
      spec: { controllerName: profile.controllerName },
    },
    { apiVersion: gatewayApi, kind: 'Gateway', metadata, spec: { gatewayClassName: 'try', listeners } },
    route('HTTPRoute', 'http', 8080),
    { ...route('UDPRoute', 'udp', 5300), apiVersion: 'gateway.networking.k8s.io/v1alpha2' },
  ];
  for (const object of objects) await client.apply(object);
  const gateway = await waitFor<WithStatus>(
    client,
    { apiVersion: gatewayApi, kind: 'Gateway', ...metadata },
    (object) => isTrue(object?.status?.conditions, 'Programmed'),
    { timeoutMs: 60_000, what: 'to be Programmed', explain: (object) => JSON.stringify(object?.status) },
  );
  return gateway?.status?.addresses?.[0]?.value ?? '';
}

/** The process whose command line names the part first. */
function pidOf(part: string): number {
  for (let pid = 2; pid < 400; pid++) {
    try {
      const [program, argument] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (program?.endsWith(`/${part}`) && argument !== 'envoy') return pid;
    } catch {
      // Not there.
    }
  }
  throw new Error(`no process ${part}`);
}
