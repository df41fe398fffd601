import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import type { Profile } from '../profile/schema.ts';

const HOUR = 3_600_000;
const ALGORITHMS = {
  'ECDSA-P256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'RSA-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
} as const;

export interface IssuedCertificate {
  /** PEM */
  certificate: string;
  /** PEM, PKCS #8 */
  privateKey: string;
  /** SHA-256 of the DER, hex */
  fingerprint: string;
}

/** One CA per run, known to its clients by the fingerprints of what it issued; certificates are valid from an hour ago for 30 days (verdicts.md section 7). */
export interface CertificateAuthority {
  issue(dnsNames: string[]): Promise<IssuedCertificate>;
}

export async function createAuthority(run: string, kind: Profile['privateKeys']): Promise<CertificateAuthority> {
  const algorithm = ALGORITHMS[kind];
  const validity = { notBefore: new Date(Date.now() - HOUR), notAfter: new Date(Date.now() + 30 * 24 * HOUR) };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = `CN=gateproof run ${run}`;
  return {
    async issue(dnsNames) {
      const leaf = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${(dnsNames[0] ?? 'gateproof').slice(0, 64)}`,
        issuer,
        publicKey: leaf.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        ...validity,
        extensions: [new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns' as const, value })))],
      });
      const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', leaf.privateKey)).toString('base64');
      return {
        certificate: certificate.toString('pem'),
        privateKey: `-----BEGIN PRIVATE KEY-----\n${(key.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`,
        fingerprint: createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex'),
      };
    },
  };
}
