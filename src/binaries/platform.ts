/** Operating system and processor as Go and most release pages name them. */
export interface Platform {
  os: string;
  arch: string;
}

/** The machine that gateproof runs on. */
export function hostPlatform(): Platform {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return { os, arch };
}

/**
 * Fills `{version}`, `{major}`, `{minor}`, `{os}` and `{arch}` in a text of a profile.
 * `archNames` are a project's own names for processors, e.g. { amd64: 'x86_64' }.
 */
export function fillTemplate(
  text: string,
  facts: { version: string; platform: Platform; archNames?: Record<string, string> | undefined },
): string {
  const [major = '', minor = ''] = facts.version.split('.');
  const values: Record<string, string> = {
    version: facts.version,
    major,
    minor,
    os: facts.platform.os,
    arch: facts.archNames?.[facts.platform.arch] ?? facts.platform.arch,
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
