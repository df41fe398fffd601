import { COMMANDS, type CommandSpec } from '../../src/cli/commands.ts';
import { OPTIONS, type OptionSpec } from '../../src/cli/options.ts';
import { EXIT_CODES } from '../../src/gate/exit-code.ts';
import type { GeneratedFile } from './generated-file.ts';

/** docs/cli.md, from the same tables as the help. */
export const cliReference: GeneratedFile = {
  file: 'docs/cli.md',
  async make() {
    const codes = [{ code: 0, words: 'everything asked for is there' }, ...EXIT_CODES];
    return `${[
      '<!-- Made by npm run docs from src/cli/commands.ts and src/cli/options.ts. -->',
      '# Command line',
      'Results go to stdout, everything said about the work to stderr. On a terminal progress is redrawn in place; where `CI` is set, or ' +
        'without a terminal, it is plain lines. `NO_COLOR` and `FORCE_COLOR` are respected. In a checkout, `npm run gateproof -- <command>` ' +
        'is `gateproof <command>`, and `npm start` is `gateproof run`.',
      ...COMMANDS.map(commandSection),
      '## Exit codes',
      'In order of precedence: the first that holds decides.',
      ['| code | when |', '|---|---|', ...codes.map(({ code, words }) => `| ${code} | ${words} |`)].join('\n'),
      '## Environment variables',
      ['| variable | meaning |', '|---|---|', ...ENVIRONMENT.map(([name, words]) => `| \`${name}\` | ${words} |`)].join(
        '\n',
      ),
    ].join('\n\n')}\n`;
  },
};

const ENVIRONMENT = [
  ['GATEPROOF_CACHE', 'folder of programs; default: `gateproof` below `XDG_CACHE_HOME` or `~/.cache`'],
  [
    'KUBEBUILDER_ASSETS',
    'folder with etcd, kube-apiserver and kube-controller-manager to use instead of obtaining them',
  ],
  ['NO_COLOR, FORCE_COLOR, CI', 'how output looks'],
];

function commandSection({ name, arguments: given = [], summary, about, options, examples }: CommandSpec): string {
  const shown = options.map((option): OptionSpec => OPTIONS[option]).filter(({ hidden }) => hidden !== true);
  const usage = ['gateproof', name, ...given.map(({ flags }) => flags), '[options]'].join(' ');
  return [
    `## gateproof ${name}`,
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(about === undefined ? [] : [about]),
    `    ${usage}`,
    ...(given.length === 0 ? [] : [given.map(({ flags, description }) => `- \`${flags}\`: ${description}`).join('\n')]),
    ['| option | meaning | default |', '|---|---|---|', ...shown.map(optionRow)].join('\n'),
    examples.map(({ command, shows }) => `- \`${command}\`: ${shows}`).join('\n'),
  ].join('\n\n');
}

const optionRow = ({ flags, description, preset = '' }: OptionSpec): string =>
  `| \`${flags}\` | ${description.replaceAll('|', '\\|')} | ${preset.replace(/[<>]/g, '\\$&')} |`;
