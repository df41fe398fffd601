import type { BackendPort } from '../environment/environment.ts';

/** Every backend Service has these ports; the echo program behind them answers who it is and what it saw. */
export const backendPorts: BackendPort[] = [
  { name: 'http', port: 8080, protocol: 'http' },
  { name: 'h2c', port: 8081, protocol: 'h2c', appProtocol: 'kubernetes.io/h2c' },
  { name: 'ws', port: 8082, protocol: 'websocket', appProtocol: 'kubernetes.io/ws' },
  { name: 'grpc', port: 9000, protocol: 'grpc' },
  { name: 'tcp', port: 7000, protocol: 'tcp' },
  { name: 'udp', port: 5300, protocol: 'udp' },
  { name: 'tls', port: 8443, protocol: 'tls' },
];
