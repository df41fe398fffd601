/** How to talk to an API server. */
export interface ClusterConnection {
  /** e.g. https://198.18.0.1:6443 */
  server: string;
  /** PEM */
  ca: string;
  token: string;
}
