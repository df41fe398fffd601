import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** Name in the certificate of the echo program's TLS port: what a terminating Gateway never presents. */
export const BACKEND_CERTIFICATE_NAME = 'backend.gateproof.invalid';

const HOUR_MS = 3_600_000;

/** Self-signed, ECDSA P-256, valid from an hour ago for 30 days; both parts in PEM. */
export async function createEchoCertificate(): Promise<{ certificate: string; key: string }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${BACKEND_CERTIFICATE_NAME}`,
    keys,
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + 30 * 24 * HOUR_MS),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: BACKEND_CERTIFICATE_NAME }])],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}
