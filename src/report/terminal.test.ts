import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fixtureResults } from './fixture/results.ts';
import { renderTerminal } from './terminal.ts';

const lengths = (text: string): number[] => text.split('\n').map((line) => [...line].length);

describe('renderTerminal', () => {
  test('prints identity, every probe, the features and the totals', () => {
    expect(renderTerminal(fixtureResults(), { color: false, width: 80 })).toMatchInlineSnapshot(`
      "Envoy Gateway 1.9.1

        controller   envoy-gateway 1.9.1 (the running program says v1.9.1)
        data plane   envoy 1.39.0 (wanted 1.39.1)
        Gateway API  1.6.1, experimental channel
        environment  embedded, Kubernetes 1.36.3
        claims       2 features (GatewayClass status, for 1.9.1)
        measured     2026-08-20 10:00 UTC, in 58 s, on 2 CPUs, linux 6.1 x64
        gateproof    0.1.0, rules 1, seed 20260820, run r-fixture
        install      values with checksum c0ffee000000
        programs     envoy 1.39.0 (wanted 1.39.1): from the wheel envoy-wheel 1.39.0;
                     sha256 abababababab
                     envoy-gateway 1.9.1: built from module
                     github.com/envoyproxy/gateway v1.9.1, modified: WebAssembly left
                     out; sha256 cdcdcdcdcdcd
                     kube-apiserver 1.36.3: official release, checksum verified;
                     sha256 efefefefefef
        note         envoy 1.39.1 could not be had; 1.39.0 is the nearest

      gateway
        ✔ supported    observed-generation  Gateway                             190 ms
                       uncontrolled
        » skipped      second-address       Gateway
                       no IPv6 here

      grpc-route
        ? inconclusive method               GRPCRoute
                       the window was starved: event loop late by 412 ms

      http-route
        ✔ supported    header-match         HTTPRoute                           190 ms
        ! ignored      method-match         HTTPRouteMethodMatching
                       accepted and without effect: 1 of 1 deciding exchanges answered
                       as the control · ▼ overclaim · 2 looks
        ⊘ rejected     retry                HTTPRouteRetry
                       an honest no: Accepted False, reason UnsupportedValue · 2 looks
        – absent       session-persistence  HTTPRouteSessionPersistence
                       not stored by the API: pruned: /spec/rules/0/sessionPersistence

      policy
        ✔ supported    grant-revoked        ReferenceGrant                      190 ms
                       △ underclaim

      status
        ✔ supported    missing-backend      HTTPRoute                           190 ms

      tls-route
        ◐ partial      passthrough          TLSRoute
                       1 of 2 deciding exchanges as expected · 2 looks

      traffic-split
        ✔ supported    http-90-10           HTTPRoute                           190 ms
                       v2 10.3 % [8.9, 11.8], asked 10 %; n 3000
        ✖ incorrect    zero-weight          HTTPRoute
                       other effect: v3 has weight 0 and answered 7 of 2000 · 2 looks
                       v1 69.5 % [66.8, 72.2], asked 70 %; v2 30.1 % [27.5, 32.8],
                       asked 30 %; v3 7 of 2000, asked 0 %; n 2000

      udp-route
        ? inconclusive simple               UDPRoute
                       unstable: supported in look 1, incorrect in looks 2 and 3
                       · 3 looks

      websocket
        ⚠ error        echo                 HTTPRouteBackendProtocolWebSocket
                       harness fault: backend v1 did not start: EADDRINUSE

      features
        ? inconclusive GRPCRoute                          0 of 1   not claimed
        ✔ supported    Gateway                            1 of 2   not claimed
                       1 skipped
        ✖ incorrect    HTTPRoute                          3 of 4   claimed
        ? inconclusive HTTPRouteBackendProtocolWebSocket  0 of 1   not claimed
        ! ignored      HTTPRouteMethodMatching            0 of 1   ▼ overclaim
        ⊘ rejected     HTTPRouteRetry                     0 of 1   not claimed
        – absent       HTTPRouteSessionPersistence        0 of 1   not claimed
        ✔ supported    ReferenceGrant                     1 of 1   △ underclaim
        ◐ partial      TLSRoute                           0 of 1   not claimed
        ? inconclusive UDPRoute                           0 of 1   not claimed

        ✖ incorrect    wrong, with traffic that shows it
        ! ignored      accepted and without effect
        ⊘ rejected     refused in its status: an honest no
        ◐ partial      some of it works
        ✔ supported    works, and the control shows that the field is the cause
        – absent       not stored by the API, or no controller takes it up
        ? inconclusive could not be decided
        ⚠ error        a fault of gateproof or its environment
        » skipped      cannot be asked here
        [low, high]: exact 99 % interval

      14 probes: 1 incorrect, 1 ignored, 1 rejected, 1 partial, 5 supported, 1 absent,
      2 inconclusive, 1 error, 1 skipped
      "
    `);
  });

  test.each([40, 80, 97, 120, 300])('keeps to the width of %i columns, between 80 and 120', (width) => {
    const limit = Math.min(120, Math.max(80, width));
    expect(Math.max(...lengths(renderTerminal(fixtureResults(), { color: false, width })))).toBeLessThanOrEqual(limit);
  });

  test('colour changes nothing but the colour', () => {
    const plain = renderTerminal(fixtureResults(), { color: false, width: 100 });
    const coloured = renderTerminal(fixtureResults(), { color: true, width: 100 });
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  test('says that a run is partial, and why', () => {
    const text = renderTerminal(
      { ...fixtureResults(), partial: 'the controller exited with code 1' },
      { color: false, width: 80 },
    );
    expect(text).toContain('partial run: the controller exited with code 1');
  });

  test('shows control characters of others as escapes', () => {
    const results = fixtureResults();
    const [probe] = results.probes;
    probe!.decision = { verdict: 'incorrect', rule: 13, reason: 'unserved', detail: '\u001b[2J\u0007\u202egone' };
    const text = renderTerminal(results, { color: false, width: 80 });
    expect(text).toContain('unserved: \\x1b[2J\\x07\\u202egone');
    expect(text).not.toContain('\u001b');
  });

  test('a run without probes has a header and no rows', () => {
    const text = renderTerminal({ ...fixtureResults(), probes: [], features: [] }, { color: false, width: 80 });
    expect(text).toContain('0 probes');
  });
});
