import type { ProgramOrigin } from '../binaries/program.ts';
import type { ClusterConnection } from '../kubernetes/connection.ts';
import type { Profile, ProfileVersion } from '../profile/schema.ts';

export type { ClusterConnection };

/** Where a run happens. See docs/decisions.md and design.md "Environments". */
export type EnvironmentName = 'embedded' | 'kind' | 'cluster';

/** One backend to place: one echo server identity behind one Service. */
export interface BackendSpec {
  namespace: string;
  /** Service name, as the probe's manifests refer to it. */
  name: string;
  /** The `backend` mark of its answers: `v1`, or `other/v1` where it is not the arm's default namespace. Default: name. */
  answersAs?: string;
  arm: string;
  /** Ports of the Service, each served by the echo program's listener of that kind. */
  ports: BackendPort[];
  labels: Record<string, string>;
}

export type BackendProtocol = 'http' | 'h2c' | 'websocket' | 'grpc' | 'tcp' | 'udp' | 'tls';

export interface BackendPort {
  name: string;
  port: number;
  protocol: BackendProtocol;
  appProtocol?: string;
}

export interface PlacedBackend {
  spec: BackendSpec;
  /** Addresses at which the runner reaches the echo program itself, not through any Gateway. */
  address: string;
}

/** What answered for the echo program, with the marks that the mutants of the selftest falsify. */
export interface BackendHost {
  /** Creates Services and endpoints; resolves when the echo program answers directly on every one. */
  place(specs: BackendSpec[]): Promise<PlacedBackend[]>;
  /** Requests with this nonce that the named backend saw (mirrors are proven by this). */
  seen(backend: PlacedBackend, nonce: string): Promise<SeenRequest[]>;
  /** Selftest mutant 4: every backend of one arm answers with the identity of the other arm's. */
  swapIdentities(pairs: [armA: string, armB: string][]): Promise<void>;
}

export interface SeenRequest {
  nonce: string;
  protocol: BackendProtocol;
  method?: string;
  path?: string;
  host?: string;
  headers?: Record<string, string[]>;
  /** Monotonic milliseconds of the echo program. */
  atMs: number;
}

export interface InstalledController {
  namespace: string;
  /** Version that the running controller program said of itself. */
  controllerVersion: string;
  programs: {
    name: string;
    version: string;
    wantedVersion?: string;
    origin: ProgramOrigin;
    path: string;
    sha256: string;
  }[];
  /** Selftest mutants 2 and 3, and nothing else: stops and continues the controller's processes (not its data planes). */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface EnvironmentFault {
  /** e.g. "kube-apiserver" or "envoy-gateway" */
  part: string;
  message: string;
  /** Last lines of the log that matters. */
  logTail: string[];
}

export interface RunningEnvironment {
  readonly name: EnvironmentName;
  readonly connection: ClusterConnection;
  readonly backends: BackendHost;
  /** Facts for the identity of the run. */
  readonly facts: {
    kubernetesVersion: string;
    gatewayApi: { version: string; channel: 'standard' | 'experimental' };
    programs: InstalledController['programs'];
  };
  /** Installs the Gateway API CRDs and the controller; resolves when the controller accepts work. */
  install(profile: Profile, version: ProfileVersion): Promise<InstalledController>;
  /** Address and port to dial for one listener of a Gateway, given the address in the Gateway's status. */
  reach(gatewayAddress: string, listenerPort: number): { host: string; port: number };
  /** Called at most once, when a process that the run depends on dies. */
  onFault(listener: (fault: EnvironmentFault) => void): void;
  /** Last lines of the named part's log; without a name: of the controller. */
  logTail(part?: string, lines?: number): string[];
  /** Reverse order of start; safe to call at any time, also twice. */
  stop(): Promise<void>;
}

/** Progress of long steps, shown on stderr: which of how many, elapsed time. */
export interface ProgressSink {
  step(event: {
    phase: string;
    title: string;
    index?: number;
    total?: number;
    state: 'start' | 'progress' | 'done' | 'failed';
    detail?: string;
    elapsedMs?: number;
  }): void;
}
