import type { V1Container, V1EnvVar } from '@kubernetes/client-node';
import { apiServerAddress, apiServerPort } from '../addresses.ts';
import { programDir } from './container-root.ts';
import { downwardField, downwardResource } from './downward-api.ts';
import type { PodFacts } from './pod-facts.ts';

/** The environment of a container, as the kubelet would make it. */
export async function containerEnv(container: V1Container, facts: PodFacts): Promise<Record<string, string>> {
  const env: Record<string, string> = {
    PATH: `${programDir}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: '/',
    HOSTNAME: facts.pod.metadata?.name ?? '',
    KUBERNETES_SERVICE_HOST: apiServerAddress,
    KUBERNETES_SERVICE_PORT: String(apiServerPort),
    KUBERNETES_SERVICE_PORT_HTTPS: String(apiServerPort),
  };
  for (const from of container.envFrom ?? []) {
    const data = from.configMapRef
      ? await facts.objects.data('ConfigMap', from.configMapRef.name ?? '', from.configMapRef.optional)
      : await facts.objects.data('Secret', from.secretRef?.name ?? '', from.secretRef?.optional);
    for (const [key, value] of Object.entries(data)) env[`${from.prefix ?? ''}${key}`] = value.toString('utf8');
  }
  for (const variable of container.env ?? []) {
    const value = await variableValue(variable, container, facts, env);
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

async function variableValue(
  variable: V1EnvVar,
  container: V1Container,
  facts: PodFacts,
  env: Record<string, string>,
): Promise<string | undefined> {
  const from = variable.valueFrom;
  if (!from) return expand(variable.value ?? '', env);
  if (from.fieldRef) return downwardField(facts, from.fieldRef.fieldPath);
  if (from.resourceFieldRef) return downwardResource(container, from.resourceFieldRef);
  const keyRef = from.secretKeyRef ?? from.configMapKeyRef;
  if (!keyRef) throw new Error(`environment variable ${variable.name}: this kind of valueFrom is not known here`);
  const kind = from.secretKeyRef ? 'Secret' : 'ConfigMap';
  const data = await facts.objects.data(kind, keyRef.name ?? '', keyRef.optional);
  const value = data[keyRef.key];
  if (value === undefined && !keyRef.optional)
    throw new Error(`couldn't find key ${keyRef.key} in ${kind} ${keyRef.name}`);
  return value?.toString('utf8');
}

/** $(NAME) with the variables defined so far; $$(NAME) stays as $(NAME), an unknown name as it is. */
export function expand(text: string, env: Record<string, string>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_.-][\w.-]*)\)/g, (match, name: string | undefined) =>
    match === '$$' ? '$' : (env[name ?? ''] ?? match),
  );
}
