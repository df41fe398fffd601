/**
 * Host names of an arm (verdicts.md section 7): one label is inserted before the registrable domain, so that label structure, wildcards
 * and intersections stay as the author wrote them. Invertible. Names under other domains are left alone.
 */
const DOMAINS = ['example.com', 'example.org', 'example.net'];

/** `*.foo.example.com` → `*.foo.<arm>.example.com`; `example.com` → `<arm>.example.com`; a port is kept. */
export function mapHost(host: string, armLabel: string): string {
  const [name = '', port] = host.split(':');
  const lower = name.toLowerCase();
  const domain = DOMAINS.find((candidate) => lower === candidate || lower.endsWith(`.${candidate}`));
  if (domain === undefined) return host;
  const left = name.slice(0, name.length - domain.length);
  return `${left}${armLabel}.${name.slice(name.length - domain.length)}${port === undefined ? '' : `:${port}`}`;
}

/** The inverse of `mapHost` for the same label. */
export function unmapHost(host: string, armLabel: string): string {
  for (const domain of DOMAINS) host = host.replace(`${armLabel}.${domain}`, domain);
  return host;
}
