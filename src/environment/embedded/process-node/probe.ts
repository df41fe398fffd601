import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { V1Container, V1HTTPGetAction, V1Probe } from '@kubernetes/client-node';

export interface ProbeTarget {
  podIP: string;
  container: V1Container;
  /** Runs a command inside the container; resolves with whether it ended with 0. */
  exec(command: string[], timeoutMs: number): Promise<boolean>;
}

/** One look; never rejects. */
export async function probeOnce(probe: V1Probe, target: ProbeTarget): Promise<boolean> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.httpGet) return httpGet(probe.httpGet, target, timeoutMs);
  if (probe.tcpSocket)
    return tcpConnect(
      probe.tcpSocket.host ?? target.podIP,
      portNumber(probe.tcpSocket.port, target.container),
      timeoutMs,
    );
  if (probe.exec) return target.exec(probe.exec.command ?? [], timeoutMs);
  // A kind that is not known here must not make a pod ready by accident.
  return false;
}

export function httpGet(action: V1HTTPGetAction, target: ProbeTarget, timeoutMs: number): Promise<boolean> {
  const request = action.scheme === 'HTTPS' ? httpsRequest : httpRequest;
  const options = {
    host: action.host ?? target.podIP,
    port: portNumber(action.port, target.container),
    path: action.path ?? '/',
    headers: Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [name, value])),
    timeout: timeoutMs,
    agent: false as const,
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    const sent = request(options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 400);
    });
    sent.on('error', () => resolve(false));
    sent.on('timeout', () => sent.destroy());
    sent.end();
  });
}

function tcpConnect(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.on('connect', () => settle(true));
    socket.on('error', () => settle(false));
    socket.on('timeout', () => settle(false));
  });
}

/** A port may be given by the name that the container gives it. */
export function portNumber(port: unknown, container: V1Container): number {
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? Number(port);
}
