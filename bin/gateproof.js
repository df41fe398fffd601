#!/usr/bin/env node
// In a checkout the TypeScript sources run as they are; the published package carries them compiled in dist/.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `gateproof needs Node.js 22.19 or later; this is ${process.version}. In a checkout, run it through npm (npm start, npm run gateproof -- ...): that uses the Node.js of its devDependencies.\n`,
  );
  process.exit(2);
}
const source = new URL('../src/cli/main.ts', import.meta.url);
const { main } = await import(
  existsSync(source) ? source.href : new URL('../dist/src/cli/main.js', import.meta.url).href
);
await main(process.argv.slice(2));
