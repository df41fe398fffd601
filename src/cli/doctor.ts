import { styleText } from 'node:util';
import type { Check } from '../environment/doctor/check.ts';
import { doctor as examine } from '../environment/doctor/doctor.ts';
import { exitCode } from '../gate/exit-code.ts';
import { listenForInterrupts } from './interrupts.ts';
import { print, say } from './output.ts';
import { selectProfile } from './select-profile.ts';
import { terminalSettings } from './settings.ts';

interface DoctorOptions {
  profile?: string;
  json?: true;
}

const STYLES: Record<Check['status'], Parameters<typeof styleText>[0]> = {
  ok: 'green',
  warn: 'yellow',
  fail: ['red', 'bold'],
};

/** `gateproof doctor`: what was measured, and what to do about it. */
export async function doctor(_args: string[], options: DoctorOptions): Promise<number> {
  const selected = await selectProfile(options.profile);
  const interrupts = listenForInterrupts();
  try {
    say(`checking this machine for ${selected.profile.name}@${selected.version.version} …`);
    const checks = await examine({ selected, signal: interrupts.signal });
    print(options.json ? JSON.stringify(checks, null, 2) : checkLines(checks));
    const failed = checks.filter(({ status }) => status === 'fail').length;
    const warned = checks.filter(({ status }) => status === 'warn').length;
    say(`${checks.length} checks: ${failed} failed, ${warned} with a warning`);
    return exitCode({ environment: failed > 0 });
  } catch (error) {
    throw interrupts.signal.aborted ? interrupts.signal.reason : error;
  } finally {
    interrupts.stop();
  }
}

function checkLines(checks: Check[]): string {
  const { color } = terminalSettings(process.stdout);
  const widest = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, status, measured, advice }) => {
      const mark = status.padEnd(4);
      const styled = color ? styleText(STYLES[status], mark, { validateStream: false }) : mark;
      const line = `${styled}  ${name.padEnd(widest)}  ${measured}`;
      return advice === undefined ? [line] : [line, `${' '.repeat(widest + 8)}→ ${advice}`];
    })
    .join('\n');
}
