import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { ObtainedProgram } from '../../binaries/program.ts';
import { EnvironmentError } from '../../errors.ts';
import { KubernetesClient } from '../../kubernetes/client.ts';
import type { ClusterConnection } from '../environment.ts';
import { apiServerAddress, apiServerPort, clusterDomain, podRange, serviceRange } from './addresses.ts';
import { installDefinitions, warmUp } from './definitions.ts';
import { describeExit, ManagedProcess } from './managed-process.ts';
import type { ManifestDocument } from './manifest-documents.ts';
import { createControlPlaneKeys } from './pki.ts';
import { PreparedData } from './prepared-data.ts';

export interface ControlPlaneOptions {
  programs: Record<'etcd' | 'apiServer' | 'controllerManager', ObtainedProgram>;
  /** Resource definitions (and guards of their upgrades) that the API server is to serve. */
  definitions: ManifestDocument[];
  /** Folder that outlives the run. */
  cacheDir: string;
  /** The run's tmpfs. */
  dir: string;
  readyTimeoutMs?: number;
  signal?: AbortSignal | undefined;
}

export interface ControlPlane {
  connection: ClusterConnection;
  client: KubernetesClient;
  /** e.g. v1.36.3 */
  kubernetesVersion: string;
  processes: ManagedProcess[];
}

const etcdPort = 2379;
const serverNames = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  `kubernetes.default.svc.${clusterDomain}`,
  'localhost',
];
/** First address of the Service range: the API server's own Service. */
const kubernetesServiceAddress = '198.18.128.1';

const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'daemonset-controller',
  'statefulset-controller',
  'job-controller',
  'endpointslice-controller',
  'endpoints-controller',
  'namespace-controller',
  'garbage-collector-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
  'ttl-after-finished-controller',
  'disruption-controller',
];

/**
 * Starts etcd, kube-apiserver and kube-controller-manager; resolves when the API server is ready and serves the definitions.
 * Data prepared by an earlier run are used where they fit, and made where they are missing.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { programs, cacheDir, definitions } = options;
  const prepared = new PreparedData(cacheDir, [
    programs.etcd.sha256,
    programs.apiServer.sha256,
    serviceRange,
    ...definitions.map(({ text }) => text),
  ]);
  const dataDir = join(options.dir, 'etcd');
  if (prepared.restore(dataDir)) {
    try {
      return await startWith(options, dataDir, undefined);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof EnvironmentError)) throw error;
      prepared.discard();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  return startWith(options, dataDir, prepared);
}

/** `prepare`: the data are empty; the definitions are applied and the data kept for the next run. */
async function startWith(
  options: ControlPlaneOptions,
  dataDir: string,
  prepare: PreparedData | undefined,
): Promise<ControlPlane> {
  const etcd = startEtcd(options, dataDir);
  const { connection, files } = await writeKeys(options.dir);
  const apiServer = startApiServer(options, files);
  const processes = [etcd, apiServer];
  const client = new KubernetesClient(connection);
  try {
    const kubernetesVersion = await ready(client, processes, options);
    if (prepare) {
      await installDefinitions(client, options.definitions, options.signal);
      prepare.save(etcd, dataDir);
    }
    // Only now: what it writes (the CA for pods, above all) belongs to one run.
    processes.push(startControllerManager(options, files));
    void warmUp(client, options.definitions);
    return { connection, client, kubernetesVersion, processes };
  } catch (error) {
    await client.close();
    for (const process of processes) process.kill('SIGKILL');
    await Promise.all(processes.map(({ exited }) => exited));
    throw error;
  }
}

/** Writes certificates, keys and tokens of one run. */
async function writeKeys(dir: string): Promise<{ connection: ClusterConnection; files: Files }> {
  const pki = join(dir, 'pki');
  mkdirSync(pki, { recursive: true });
  const keys = await createControlPlaneKeys(serverNames, [apiServerAddress, kubernetesServiceAddress, '127.0.0.1']);
  const token = randomBytes(24).toString('hex');
  const file = (name: string, content: string) => {
    const path = join(pki, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const connection: ClusterConnection = { server: `https://${apiServerAddress}:${apiServerPort}`, ca: keys.ca, token };
  const files = {
    ca: file('ca.pem', keys.ca),
    certificate: file('server.pem', keys.serverCertificate),
    key: file('server-key.pem', keys.serverKey),
    accountKey: file('sa-key.pem', keys.serviceAccountPrivateKey),
    accountPublicKey: file('sa.pem', keys.serviceAccountPublicKey),
    tokens: file('tokens.csv', `${token},gateproof,gateproof,system:masters\n`),
    kubeconfig: file('kubeconfig', kubeconfig(connection)),
  };
  return { connection, files };
}

type Files = Record<'ca' | 'certificate' | 'key' | 'accountKey' | 'accountPublicKey' | 'tokens' | 'kubeconfig', string>;

function start(options: ControlPlaneOptions, name: string, program: string, args: string[]): ManagedProcess {
  const env = { PATH: process.env.PATH ?? '', HOME: join(options.dir, 'tmp'), TMPDIR: join(options.dir, 'tmp') };
  return new ManagedProcess({
    name,
    command: [program, ...args],
    env,
    logFile: join(options.dir, 'logs', `${name}.log`),
  });
}

function startEtcd(options: ControlPlaneOptions, dataDir: string): ManagedProcess {
  const client = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${etcdPort + 1}`;
  return start(options, 'etcd', options.programs.etcd.path, [
    '--name=gateproof',
    `--data-dir=${dataDir}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=gateproof=${peer}`,
    // The data lives on a tmpfs and dies with the run.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]);
}

function startApiServer(options: ControlPlaneOptions, files: Files): ManagedProcess {
  return start(options, 'kube-apiserver', options.programs.apiServer.path, [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--bind-address=${apiServerAddress}`,
    `--advertise-address=${apiServerAddress}`,
    `--secure-port=${apiServerPort}`,
    `--tls-cert-file=${files.certificate}`,
    `--tls-private-key-file=${files.key}`,
    `--service-cluster-ip-range=${serviceRange}`,
    `--service-account-key-file=${files.accountPublicKey}`,
    `--service-account-signing-key-file=${files.accountKey}`,
    `--service-account-issuer=https://kubernetes.default.svc.${clusterDomain}`,
    `--token-auth-file=${files.tokens}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    '--enable-priority-and-fairness=false',
    '--max-requests-inflight=0',
    '--max-mutating-requests-inflight=0',
    '--v=1',
  ]);
}

function startControllerManager(options: ControlPlaneOptions, files: Files): ManagedProcess {
  return start(options, 'kube-controller-manager', options.programs.controllerManager.path, [
    `--kubeconfig=${files.kubeconfig}`,
    `--root-ca-file=${files.ca}`,
    `--service-account-private-key-file=${files.accountKey}`,
    `--cluster-cidr=${podRange}`,
    `--controllers=${controllers.join(',')}`,
    '--leader-elect=false',
    '--secure-port=0',
    // The defaults are made for shared clusters: they would be what a run waits for.
    '--kube-api-qps=1000',
    '--kube-api-burst=2000',
    '--concurrent-namespace-syncs=50',
    '--concurrent-deployment-syncs=20',
    '--concurrent-replicaset-syncs=20',
    '--concurrent-gc-syncs=30',
    '--concurrent-serviceaccount-token-syncs=10',
    '--endpointslice-updates-batch-period=0s',
    '--endpoint-updates-batch-period=0s',
    '--v=1',
  ]);
}

async function ready(
  client: KubernetesClient,
  processes: ManagedProcess[],
  options: ControlPlaneOptions,
): Promise<string> {
  const timeoutMs = options.readyTimeoutMs ?? 60_000;
  const started = performance.now();
  let last = '';
  while (performance.now() - started < timeoutMs) {
    options.signal?.throwIfAborted();
    for (const process of processes) if (process.exit) throw died(process);
    try {
      await client.transport.text({
        method: 'GET',
        path: '/readyz',
        signal: options.signal,
        what: 'readiness of the API server',
      });
      const version = await client.transport.json<{ gitVersion: string }>({
        method: 'GET',
        path: '/version',
        what: 'version',
      });
      return version.gitVersion;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(40);
  }
  const tail = processes.flatMap((process) => [`--- ${process.name}`, ...process.logTail(10)]).join('\n');
  throw new EnvironmentError(`the API server was not ready after ${timeoutMs} ms: ${last}\n${tail}`, {
    code: 'API_SERVER_NOT_READY',
    hint: 'A very busy machine can be the reason. "gateproof doctor" shows memory and cores.',
  });
}

function died(process: ManagedProcess): EnvironmentError {
  const exit = process.exit ? describeExit(process.exit) : 'gone';
  return new EnvironmentError(`${process.name} ended at start (${exit}):\n${process.logTail(15).join('\n')}`, {
    code: 'CONTROL_PLANE_DIED',
    hint: 'Is the program made for this machine? "gateproof doctor" runs each one.',
  });
}

function kubeconfig({ server, ca, token }: ClusterConnection): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'embedded', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
    ],
    users: [{ name: 'gateproof', user: { token } }],
    contexts: [{ name: 'embedded', context: { cluster: 'embedded', user: 'gateproof' } }],
    'current-context': 'embedded',
  });
}
