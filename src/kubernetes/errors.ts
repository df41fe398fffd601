/** The API server's own Status object, as far as it is used. */
interface StatusBody {
  kind?: string;
  message?: string;
  reason?: string;
  details?: { causes?: { field?: string; message?: string; reason?: string }[] };
}

/** The API server refused a request. `status` is the HTTP status, `reason` its own word, such as NotFound or Invalid. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly status: number;
  readonly reason: string;
  /** What was asked, such as "apply HTTPRoute team-a/shop". */
  readonly request: string;
  /** What the API server said. */
  readonly serverMessage: string;
  readonly causes: { field?: string; message?: string; reason?: string }[];

  constructor(request: string, status: number, body: string) {
    const parsed = parseStatus(body);
    const serverMessage = parsed.message ?? body.slice(0, 500).trim();
    super(`${request}: ${status} ${parsed.reason ?? ''}: ${serverMessage}`.replace(' : ', ': '));
    this.request = request;
    this.status = status;
    this.reason = parsed.reason ?? '';
    this.serverMessage = serverMessage;
    this.causes = parsed.details?.causes ?? [];
  }
}

/** The API server was not reached, or the connection broke; the cause says how. */
export class KubernetesConnectionError extends Error {
  override readonly name = 'KubernetesConnectionError';
  constructor(request: string, server: string, cause: unknown) {
    super(`${request}: no answer from ${server}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubernetesError && error.status === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof KubernetesError && error.status === 409;
}

function parseStatus(body: string): StatusBody {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed && typeof parsed === 'object' && (parsed as StatusBody).kind === 'Status'
      ? (parsed as StatusBody)
      : {};
  } catch {
    return {};
  }
}
