import type { Exchange, Expectation, Send } from '../results/exchange.ts';

/** `Kind/name`, or `Kind/namespace/name` where the manifests name a namespace. */
export type ObjectRef = string;

/** One edit that turns the treatment's manifests into the control's. Paths are JSON pointers. */
export type Edit =
  | { edit: 'erase'; object: ObjectRef; path: string }
  | { edit: 'replace'; object: ObjectRef; path: string; value: unknown }
  | { edit: 'leave out'; object: ObjectRef }
  | { edit: 'add'; manifest: Record<string, unknown> };

/** The probed field, as a controller that ignores it would read the manifest: not there. */
export const erase = (object: ObjectRef, path: string): Edit => ({ edit: 'erase', object, path });
export const replace = (object: ObjectRef, path: string, value: unknown): Edit => ({
  edit: 'replace',
  object,
  path,
  value,
});
export const leaveOut = (object: ObjectRef): Edit => ({ edit: 'leave out', object });
export const add = (manifest: Record<string, unknown>): Edit => ({ edit: 'add', manifest });

/** A change in time. Steps marked `treatment` are not done in the control arm: that is the control. */
export type Step = { arm?: 'treatment' | 'both' } & (
  | { do: 'apply'; object: ObjectRef }
  | { do: 'patch'; object: ObjectRef; path: string; value: unknown }
  | { do: 'delete'; object: ObjectRef }
  | { do: 'wait'; ms: number }
);

type Loose<T extends Send, Optional extends keyof T> = Omit<T, Optional> & Partial<Pick<T, Optional>>;
type SendOf<P extends Send['protocol']> = Extract<Send, { protocol: P }>;
type HeaderList = Record<string, string> | [string, string][];

/** A send as authors write it: `protocol` is http unless said; methods, versions and headers have defaults. */
export type AuthoredSend =
  | (Omit<Loose<SendOf<'http'>, 'protocol' | 'method' | 'scheme' | 'version' | 'headers'>, 'headers'> & {
      headers?: HeaderList;
    })
  | (Omit<Loose<SendOf<'grpc'>, 'metadata'>, 'metadata'> & { metadata?: HeaderList })
  | SendOf<'websocket'>
  | SendOf<'tcp'>
  | SendOf<'udp'>
  | SendOf<'tls'>
  | SendOf<'status'>;

export interface AuthoredExchange {
  /** Default: made of what is sent. */
  name?: string;
  send: AuthoredSend;
  expect: Expectation;
  /** Makes the exchange deciding. */
  control?: Expectation;
  safety?: true;
}

export interface AuthoredPhase {
  name: string;
  steps?: Step[];
  exchanges: AuthoredExchange[];
  /** Kept going from the steps of this phase to its end; recorded, and judged by the phase's exchanges. */
  background?: AuthoredExchange[];
}

/** A probe as an author writes it: one question whose "no" has one meaning. */
export interface AuthoredProbe {
  /** suite/name; unique, never reused. */
  id: string;
  formerly?: string[];
  /** Rises when manifests, exchanges or expectations change meaning. */
  revision: number;
  /** Upstream's feature names; where upstream has none, lower-case and dotted. */
  feature: string | string[];
  /** Base features without which it cannot be asked, such as UDPRoute. */
  requires?: string[];
  level?: 'core' | 'extended' | 'implementation-specific';
  /** What holds when the verdict is `supported`. */
  title: string;
  /** Where the specification says so, and its words. */
  spec: { section: string; url: string; quote: string };
  /** YAML beside the probe. */
  manifests: string;
  /** Services of the echo program, `name` or `namespace/name`; every one has all ports of docs/add-a-probe.md. */
  backends: string[];
  /** Edits that make the control arm. */
  control?: Edit[];
  /** Why there is no control arm. */
  uncontrolled?: string;
  /** `own`: the probe is about Gateways, listeners, attachedRoutes, host-name-less routes or invalid configuration. */
  gateways?: 'shared' | 'own';
  /** load: traffic splits; timed: timeouts, convergence, change. */
  scheduling?: 'shared' | 'load' | 'timed';
  /** Objects of the manifests that are applied by a step, not at the start. */
  withheld?: ObjectRef[];
  /** Creates whose order matters are more than a second apart, in the order of the manifests. */
  ordered?: boolean;
  /** Conditions that the probe expects and that therefore never mean `rejected`: type on an object. */
  expectsConditions?: { object: ObjectRef; condition: string }[];
  /** Touches cluster-scoped objects. */
  clusterScoped?: boolean;
  /** Fields that are probed: if the API does not store them the verdict is `absent`. Default: the paths of `control`. */
  fields?: { object: ObjectRef; path: string }[];
  /** Further wrong readings that are recognised and shown as detail. */
  readings?: { name: string; exchanges: Record<string, Expectation> }[];
  exchanges?: AuthoredExchange[];
  phases?: AuthoredPhase[];
}

/** A manifest document with the place it came from. */
export interface Manifest {
  object: ObjectRef;
  document: Record<string, unknown> & {
    apiVersion: string;
    kind: string;
    metadata: { name: string; namespace?: string };
  };
  file: string;
  line: number;
}

export interface Phase {
  name: string;
  steps: Step[];
  exchanges: Exchange[];
  background: Exchange[];
}

/** A probe as it is loaded: defaults filled, manifests read, checked. */
export interface Probe
  extends Required<
    Omit<AuthoredProbe, 'feature' | 'exchanges' | 'phases' | 'uncontrolled' | 'manifests' | 'formerly'>
  > {
  formerly: string[];
  uncontrolled?: string;
  features: string[];
  manifests: Manifest[];
  manifestFile: string;
  phases: Phase[];
  suite: string;
  /** SHA-256 of the normalised definition; CI fails when it changes and the revision does not. */
  checksum: string;
}

/** Types and returns the definition; it is checked when it is loaded. */
export const defineProbe = (probe: AuthoredProbe): AuthoredProbe => probe;
