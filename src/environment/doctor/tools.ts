import { attempt, type Check, type CheckContext } from './check.ts';

/** Programs of the host that the embedded environment runs, with the package that brings each. */
const tools = [
  { name: 'ip', args: ['-V'], package: 'iproute2', use: 'sets up the private network' },
  { name: 'unshare', args: ['--version'], package: 'util-linux', use: 'makes the private namespaces' },
  { name: 'nsenter', args: ['--version'], package: 'util-linux', use: "enters pods' namespaces" },
  { name: 'setpriv', args: ['--version'], package: 'util-linux', use: 'makes processes end with the runner' },
  { name: 'mount', args: ['--version'], package: 'mount or util-linux', use: "builds containers' file systems" },
  { name: 'tar', args: ['--version'], package: 'tar', use: 'unpacks release downloads' },
];

export async function checkTools(context: CheckContext): Promise<Check[]> {
  return Promise.all(
    tools.map(async (tool): Promise<Check> => {
      const { worked, said } = await attempt(context, tool.name, tool.args);
      if (worked) return { name: tool.name, status: 'ok', measured: said };
      const advice = `Install the package ${tool.package}: ${tool.name} ${tool.use}.`;
      return { name: tool.name, status: 'fail', measured: said, advice };
    }),
  );
}
