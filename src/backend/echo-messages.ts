import type { SeenRequest } from '../environment/environment.ts';

/** One backend that the echo program answers for: whoever dials this local address talks to it. */
export interface EchoIdentity {
  /** IPv4 address, local to the network namespace of the echo program. */
  address: string;
  /** Namespace in the cluster, already mapped to its arm. */
  namespace: string;
  /** Name as in the manifests: `v1`, or `other/v1` where it is not the default namespace. */
  name: string;
  arm: string;
  pod: string;
}

/** What the parent asks of the echo program over the IPC channel. */
export type EchoCommand =
  | { do: 'register'; identities: EchoIdentity[] }
  | { do: 'swap'; pairs: [armA: string, armB: string][] }
  | { do: 'seen'; address: string; nonce: string };

export type EchoRequestMessage = EchoCommand & { id: number };

export type EchoReplyMessage =
  | { kind: 'ready'; ports: Record<string, number>; certificate: string }
  | { kind: 'failed'; error: string }
  | { kind: 'reply'; id: number; seen?: SeenRequest[]; error?: string };

/** What the echo program is told when it is started, in its environment variable GATEPROOF_ECHO. */
export interface EchoSettings {
  run: string;
  listenHost: string;
  /** Port by the name that `backendPorts` gives it; 0 takes a free one. */
  ports: Record<string, number>;
}
