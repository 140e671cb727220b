// The certificate library's decorators need Reflect's metadata before it loads.
import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { onlyThese } from './der.ts';
import type { Host } from './hosts.ts';

x509.cryptoProvider.set(webcrypto as Crypto);

/** A certificate with its private key, both as PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;
const AUTHORITY_YEARS = 10;
/** Below Apple's limits for certificates of servers (398 days for public roots, 825 for one's own). */
const LEAF_DAYS = 397;
/** A tablet's clock may be behind ours: nothing in the hall sets it. */
const EARLIER = DAY;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
const serialNumber = () => {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // Positive and of full length.
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
};
const pemOfKey = async (key: CryptoKey) =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

/** Domains that belong to no web site: those of local networks. */
const localDomains = ['localhost', 'local', 'lan', 'internal', 'home.arpa'];

/**
 * Makes the authority that tablets come to trust. It can sign for addresses and local names only, so that whoever trusts it trusts it with
 * no web site, even when its key is stolen.
 */
export async function makeAuthority(machine: string, hosts: readonly Host[], now = new Date()): Promise<Issued> {
  const keys = await newKeys();
  const domains = [...localDomains, ...hosts.filter(({ kind }) => kind === 'name').map(({ host }) => host)];
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + AUTHORITY_YEARS);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    // The year tells two authorities of one machine apart in a tablet's list.
    name: [{ O: ['票决 Piaojue'] }, { CN: [`票决 ${machine} ${now.getUTCFullYear()}`] }],
    notBefore: new Date(now.getTime() - EARLIER),
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.Extension('2.5.29.30', true, onlyThese([...new Set(domains)])),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await pemOfKey(keys.privateKey) };
}

/** Issues the server's certificate for these hosts and localhost. */
export async function issueLeaf(authority: Issued, hosts: readonly Host[], now = new Date()): Promise<Issued> {
  const issuer = new x509.X509Certificate(authority.cert);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(authority.key),
    algorithm,
    false,
    ['sign'],
  );
  const keys = await newKeys();
  const notBefore = new Date(now.getTime() - EARLIER);
  const until = Math.min(notBefore.getTime() + LEAF_DAYS * DAY, issuer.notAfter.getTime());
  const names = [
    { type: 'dns' as const, value: 'localhost' },
    { type: 'ip' as const, value: '127.0.0.1' },
    { type: 'ip' as const, value: '::1' },
    ...signable(authority.cert, hosts).map(({ host, kind }) => ({
      type: kind === 'name' ? ('dns' as const) : ('ip' as const),
      value: host,
    })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ O: ['票决 Piaojue'] }, { CN: ['票决会场服务器'] }],
    issuer: issuer.subjectName,
    notBefore,
    notAfter: new Date(until),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await pemOfKey(keys.privateKey) };
}

/** Those of the hosts that the authority may sign for: every address, and the names it was made for. One name too many and no tablet would accept the rest. */
export function signable(authority: string, hosts: readonly Host[]): Host[] {
  const constraints = new x509.X509Certificate(authority).getExtension('2.5.29.30');
  const written = constraints ? Buffer.from(constraints.value).toString('latin1') : '';
  const permitted = (name: string) =>
    name.split('.').some((_, at, labels) => {
      const domain = labels.slice(at).join('.');
      return written.includes(`\x82${String.fromCharCode(domain.length)}${domain}`);
    });
  return hosts.filter(({ host, kind }) => kind !== 'name' || permitted(host));
}

/** When the server needs a new certificate: an address is not in it, 30 days or less are left, or it is not valid by today's clock. */
export function needsNewLeaf(authority: string, leaf: Issued, hosts: readonly Host[], now = new Date()): boolean {
  const certificate = new X509Certificate(leaf.cert);
  const issuer = new X509Certificate(authority);
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return true;
  const at = now.getTime();
  // An authority that itself ends soon cannot give more.
  const lasts = Math.min(at + 30 * DAY, new Date(issuer.validTo).getTime());
  if (at < new Date(certificate.validFrom).getTime() || new Date(certificate.validTo).getTime() < lasts) return true;
  return !signable(authority, hosts).every(({ host, kind }) =>
    kind === 'name' ? certificate.checkHost(host) : certificate.checkIP(host),
  );
}

/** Whether an authority lasts another 30 days. One that is not valid yet is kept: then the clock is wrong, and tablets already trust it. */
export const isUsable = (authority: string, now = new Date()): boolean =>
  now.getTime() + 30 * DAY < new Date(new X509Certificate(authority).validTo).getTime();

/** What people compare: the SHA-256 of the certificate, and its name and end for display. */
export function describeAuthority(cert: string): { name: string; fingerprint: string; until: string } {
  const certificate = new X509Certificate(cert);
  return {
    name: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '',
    fingerprint: createHash('sha256')
      .update(certificate.raw)
      .digest('hex')
      .toUpperCase()
      .replace(/..(?=.)/g, '$&:'),
    until: new Date(certificate.validTo).toISOString(),
  };
}
