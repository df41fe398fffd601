import { expect, test } from 'vitest';
import { fixtureResults } from './fixture/results.ts';
import { renderMarkdown } from './markdown.ts';

test('findings come first, then features, then everything, folded', () => {
  expect(renderMarkdown(fixtureResults())).toMatchInlineSnapshot(`
    "## Envoy Gateway 1.9.1: capability matrix

    **14 probes: 1 incorrect, 1 ignored, 1 rejected, 1 partial, 5 supported, 1 absent, 2 inconclusive, 1 error, 1 skipped**

    |  |  |
    | --- | --- |
    | controller | envoy-gateway 1.9.1 (the running program says v1.9.1) |
    | data plane | envoy 1.39.0 (wanted 1.39.1) |
    | Gateway API | 1.6.1, experimental channel |
    | environment | embedded, Kubernetes 1.36.3 |
    | claims | 2 features (GatewayClass status, for 1.9.1) |
    | measured | 2026-08-20 10:00 UTC, in 58 s, on 2 CPUs, linux 6.1 x64 |
    | gateproof | 0.1.0, rules 1, seed 20260820, run r-fixture |
    | install | values with checksum c0ffee000000 |

    > envoy 1.39.1 could not be had; 1.39.0 is the nearest

    <sub>✖ incorrect: wrong, with traffic that shows it · ! ignored: accepted and without effect · ⊘ rejected: refused in its status: an honest no · ◐ partial: some of it works · ✔ supported: works, and the control shows that the field is the cause · – absent: not stored by the API, or no controller takes it up · ? inconclusive: could not be decided · ⚠ error: a fault of gateproof or its environment · » skipped: cannot be asked here · [low, high]: exact 99 % interval</sub>

    ### Not supported, not decided, or not as claimed

    | verdict | probe | feature | why | convergence |
    | --- | --- | --- | --- | --- |
    | » skipped | [gateway/second-address](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | Gateway | no IPv6 here |  |
    | ? inconclusive | [grpc-route/method](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | GRPCRoute | the window was starved: event loop late by 412 ms |  |
    | ! ignored | [http-route/method-match](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteMethodMatching | accepted and without effect: 1 of 1 deciding exchanges answered as the control · **overclaim**, 2 looks |  |
    | ⊘ rejected | [http-route/retry](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteRetry | an honest no: Accepted False, reason UnsupportedValue · 2 looks |  |
    | – absent | [http-route/session-persistence](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteSessionPersistence | not stored by the API: pruned: /spec/rules/0/sessionPersistence |  |
    | ✔ supported | [policy/grant-revoked](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | ReferenceGrant | **underclaim** | 190 ms |
    | ◐ partial | [tls-route/passthrough](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | TLSRoute | 1 of 2 deciding exchanges as expected · 2 looks |  |
    | ✖ incorrect | [traffic-split/zero-weight](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRoute | other effect: v3 has weight 0 and answered 7 of 2000 · v1 69.5 % &#91;66.8, 72.2&#93;, asked 70 %; v2 30.1 % &#91;27.5, 32.8&#93;, asked 30 %; v3 7 of 2000, asked 0 % · 2 looks |  |
    | ? inconclusive | [udp-route/simple](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | UDPRoute | unstable: supported in look 1, incorrect in looks 2 and 3 · 3 looks |  |
    | ⚠ error | [websocket/echo](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteBackendProtocolWebSocket | harness fault: backend v1 did not start: EADDRINUSE |  |

    ### Features

    | verdict | feature | supported | skipped | claim |
    | --- | --- | --- | --- | --- |
    | ? inconclusive | GRPCRoute | 0 of 1 |  | not claimed |
    | ✔ supported | Gateway | 1 of 2 | 1 | not claimed |
    | ✖ incorrect | HTTPRoute | 3 of 4 |  | claimed |
    | ? inconclusive | HTTPRouteBackendProtocolWebSocket | 0 of 1 |  | not claimed |
    | ! ignored | HTTPRouteMethodMatching | 0 of 1 |  | claimed: **overclaim** |
    | ⊘ rejected | HTTPRouteRetry | 0 of 1 |  | not claimed |
    | – absent | HTTPRouteSessionPersistence | 0 of 1 |  | not claimed |
    | ✔ supported | ReferenceGrant | 1 of 1 |  | not claimed: **underclaim** |
    | ◐ partial | TLSRoute | 0 of 1 |  | not claimed |
    | ? inconclusive | UDPRoute | 0 of 1 |  | not claimed |

    <details><summary>All 14 probes</summary>

    | verdict | probe | feature | why | convergence |
    | --- | --- | --- | --- | --- |
    | ✔ supported | [gateway/observed-generation](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | Gateway | uncontrolled | 190 ms |
    | » skipped | [gateway/second-address](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | Gateway | no IPv6 here |  |
    | ? inconclusive | [grpc-route/method](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | GRPCRoute | the window was starved: event loop late by 412 ms |  |
    | ✔ supported | [http-route/header-match](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRoute |  | 190 ms |
    | ! ignored | [http-route/method-match](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteMethodMatching | accepted and without effect: 1 of 1 deciding exchanges answered as the control · **overclaim**, 2 looks |  |
    | ⊘ rejected | [http-route/retry](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteRetry | an honest no: Accepted False, reason UnsupportedValue · 2 looks |  |
    | – absent | [http-route/session-persistence](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteSessionPersistence | not stored by the API: pruned: /spec/rules/0/sessionPersistence |  |
    | ✔ supported | [policy/grant-revoked](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | ReferenceGrant | **underclaim** | 190 ms |
    | ✔ supported | [status/missing-backend](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRoute |  | 190 ms |
    | ◐ partial | [tls-route/passthrough](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | TLSRoute | 1 of 2 deciding exchanges as expected · 2 looks |  |
    | ✔ supported | [traffic-split/http-90-10](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRoute | v2 10.3 % &#91;8.9, 11.8&#93;, asked 10 % | 190 ms |
    | ✖ incorrect | [traffic-split/zero-weight](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRoute | other effect: v3 has weight 0 and answered 7 of 2000 · v1 69.5 % &#91;66.8, 72.2&#93;, asked 70 %; v2 30.1 % &#91;27.5, 32.8&#93;, asked 30 %; v3 7 of 2000, asked 0 % · 2 looks |  |
    | ? inconclusive | [udp-route/simple](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | UDPRoute | unstable: supported in look 1, incorrect in looks 2 and 3 · 3 looks |  |
    | ⚠ error | [websocket/echo](<https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>) | HTTPRouteBackendProtocolWebSocket | harness fault: backend v1 did not start: EADDRINUSE |  |

    </details>

    <details><summary>Programs</summary>

    | program | origin |
    | --- | --- |
    | envoy 1.39.0 (wanted 1.39.1) | from the wheel envoy-wheel 1.39.0; sha256 abababababab |
    | envoy-gateway 1.9.1 | built from module github.com/envoyproxy/gateway v1.9.1, modified: WebAssembly left out; sha256 cdcdcdcdcdcd |
    | kube-apiserver 1.36.3 | official release, checksum verified; sha256 efefefefefef |

    </details>
    "
  `);
});

test('a partial run says so at the top', () => {
  const text = renderMarkdown({ ...fixtureResults(), partial: 'interrupted by SIGINT' });
  expect(text.split('\n').slice(0, 3)).toContain('> **Partial run:** interrupted by SIGINT');
});

test('text from outside cannot leave its cell, mention people or bring markup', () => {
  const results = fixtureResults();
  results.probes[0]!.decision = {
    verdict: 'incorrect',
    rule: 13,
    reason: 'a|b\n<img src=x> @everyone `x` **bold** [l](http://x)',
  };
  const row = renderMarkdown(results)
    .split('\n')
    .find((line) => line.includes('everyone'))!;
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(row).not.toMatch(/<img|@everyone|\*\*bold|\[l\]/);
});

test('60 probes fit a comment on GitHub whole; what does not fit is left out and said to be', () => {
  const whole = renderMarkdown(fixtureResults({ copies: 5 }));
  expect(whole.length).toBeLessThan(65_536);
  expect(whole).toContain('All 70 probes');
  const cut = renderMarkdown(fixtureResults({ copies: 20 }));
  expect(cut.length).toBeLessThan(65_536);
  expect(cut).toContain('### Not supported');
  expect(cut).not.toContain('All 280 probes');
  expect(cut).toContain('The rest is in matrix.html');
});
