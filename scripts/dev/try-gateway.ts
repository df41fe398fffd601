import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { backendPorts } from '../../src/backend/ports.ts';
import type { EmbeddedEnvironment } from '../../src/environment/embedded/embedded-environment.ts';
import type { StatusCondition } from '../../src/kubernetes/conditions.ts';
import { isTrue } from '../../src/kubernetes/conditions.ts';
import type { KubernetesObject } from '../../src/kubernetes/object.ts';
import { waitFor } from '../../src/kubernetes/wait.ts';
import type { Profile } from '../../src/profile/schema.ts';

interface Gateway extends KubernetesObject {
  status?: { conditions?: StatusCondition[]; addresses?: { value: string }[] };
}

const gatewayApi = 'gateway.networking.k8s.io/v1';

/** Makes a GatewayClass, a Gateway and a route, and sends one request through the data plane that comes of it. */
export async function tryGateway(
  environment: EmbeddedEnvironment,
  profile: Profile,
  step: (what: string) => void,
): Promise<void> {
  const { client } = environment;
  const [backend] = await environment.backends.place([
    { namespace: 'default', name: 'try', arm: 'try', ports: backendPorts, labels: {} },
  ]);
  step(`backend placed at ${backend?.address}`);
  const metadata = { name: 'try', namespace: 'default' };
  const objects: KubernetesObject[] = [
    {
      apiVersion: gatewayApi,
      kind: 'GatewayClass',
      metadata: { name: 'try' },
      spec: { controllerName: profile.controllerName },
    },
    {
      apiVersion: gatewayApi,
      kind: 'Gateway',
      metadata,
      spec: { gatewayClassName: 'try', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
    },
    {
      apiVersion: gatewayApi,
      kind: 'HTTPRoute',
      metadata,
      spec: { parentRefs: [{ name: 'try' }], rules: [{ backendRefs: [{ name: 'try', port: 8080 }] }] },
    },
  ];
  for (const object of objects) await client.apply(object);
  const gateway = await waitFor<Gateway>(
    client,
    { apiVersion: gatewayApi, kind: 'Gateway', ...metadata },
    (object) => isTrue(object?.status?.conditions, 'Programmed'),
    { timeoutMs: 60_000, what: 'to be Programmed', explain: (object) => JSON.stringify(object?.status) },
  );
  const value = gateway?.status?.addresses?.[0]?.value ?? '';
  step(`Gateway programmed at ${value}`);
  const { host, port } = environment.reach(value, 80);
  for (;;) {
    const answer = await request(`http://${host}:${port}/`, { signal: AbortSignal.timeout(30_000) }).catch(
      (error: Error) => error,
    );
    const text = answer instanceof Error ? answer.message : `${answer.statusCode} ${(await answer.body.text()).trim()}`;
    if (text.startsWith('200')) {
      step(`first request answered: ${text}`);
      break;
    }
    await sleep(20);
  }
}
