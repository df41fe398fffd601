import type { KubernetesObject } from '../src/kubernetes/object.ts';

/** What the pod below refers to. */
export function shellPodObjects(): KubernetesObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'secret', namespace: 'default' },
      stringData: { key: 'secret value', PREFIXED: 'yes' },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'config', namespace: 'default' },
      data: { 'a.txt': 'config value' },
    },
  ];
}

const script = `
echo "arg=$1"
echo "expanded=$EXPANDED"
echo "secret-env=$FROM_SECRET"
echo "prefixed=$P_PREFIXED"
echo "name=$POD_NAME ip=$POD_IP"
echo "memory=$MEMORY"
echo "secret-file=$(cat /etc/secret/renamed)"
echo "config-file=$(cat /config/a.txt)"
echo "label=$(cat /info/label)"
echo "shared=$(cat /shared/from-init)"
echo "token-parts=$(tr -cd . < /var/run/secrets/kubernetes.io/serviceaccount/token | wc -c)"
echo "ca=$(head -n 1 /var/run/secrets/kubernetes.io/serviceaccount/ca.crt)"
echo "namespace=$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace)"
echo "dns=$(getent ahostsv4 kubernetes.default | head -n 1 | cut -d ' ' -f 1)"
echo "dns-full=$(getent ahostsv4 kubernetes.default.svc.cluster.local. | head -n 1 | cut -d ' ' -f 1)"
echo "dns-none=$(getent ahostsv4 nobody.default || echo none)"
echo "dir=$PWD"
`;

/** A pod that prints what it finds around itself, and ends. */
export function shellPod(): KubernetesObject {
  const field = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shell', namespace: 'default', labels: { team: 'a' } },
    spec: {
      restartPolicy: 'Never',
      initContainers: [
        {
          name: 'init',
          image: 'docker.io/gateproof/shell:v1@sha256:0000',
          command: ['sh', '-c', 'echo from init > /shared/from-init'],
          volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
        },
      ],
      containers: [
        {
          name: 'main',
          image: 'gateproof/shell',
          args: ['-c', script, 'sh', 'value of $(POD_NAME)'],
          workingDir: '/config',
          envFrom: [{ prefix: 'P_', secretRef: { name: 'secret' } }],
          env: [
            { name: 'POD_NAME', ...field('metadata.name') },
            { name: 'POD_IP', ...field('status.podIP') },
            { name: 'EXPANDED', value: '$(POD_NAME) $$(POD_NAME) $(UNKNOWN)' },
            { name: 'FROM_SECRET', valueFrom: { secretKeyRef: { name: 'secret', key: 'key' } } },
            { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
          ],
          resources: { limits: { memory: '64Mi' } },
          volumeMounts: [
            { name: 'secret', mountPath: '/etc/secret' },
            { name: 'config', mountPath: '/config' },
            { name: 'info', mountPath: '/info' },
            { name: 'shared', mountPath: '/shared' },
          ],
        },
      ],
      volumes: [
        { name: 'secret', secret: { secretName: 'secret', items: [{ key: 'key', path: 'renamed' }] } },
        { name: 'config', configMap: { name: 'config' } },
        {
          name: 'info',
          downwardAPI: { items: [{ path: 'label', fieldRef: { fieldPath: "metadata.labels['team']" } }] },
        },
        { name: 'shared', emptyDir: {} },
      ],
    },
  };
}
