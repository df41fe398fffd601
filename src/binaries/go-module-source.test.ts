import { expect, test } from 'vitest';
import { buildModule } from './go-module-source.ts';

test('the build module takes over what upstream replaces and excludes', () => {
  const upstream = {
    Go: '1.26.0',
    Replace: [
      { Old: { Path: 'k8s.io/api' }, New: { Path: './staging/src/k8s.io/api' } },
      { Old: { Path: 'example.test/a', Version: 'v1.0.0' }, New: { Path: 'example.test/fork', Version: 'v1.0.1' } },
      { Old: { Path: 'example.test/sibling' }, New: { Path: '../sibling' } },
    ],
    Exclude: [{ Path: 'example.test/b', Version: 'v2.0.0' }],
  };
  expect(buildModule('k8s.io/kubernetes', 'v1.36.3', upstream)).toMatchInlineSnapshot(`
    "module gateproof.invalid/build

    go 1.26.0

    require k8s.io/kubernetes v1.36.3
    replace k8s.io/api => k8s.io/api v0.36.3
    replace example.test/a v1.0.0 => example.test/fork v1.0.1
    exclude example.test/b v2.0.0
    "
  `);
});
