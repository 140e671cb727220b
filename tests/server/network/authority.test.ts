import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  describeAuthority,
  type Issued,
  issueLeaf,
  isUsable,
  makeAuthority,
  needsNewLeaf,
  signable,
} from '../../../server/network/authority.ts';
import type { Host } from '../../../server/network/hosts.ts';

const DAY = 86_400_000;
const now = new Date('2026-11-22T08:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * DAY);
const ip = (host: string): Host => ({ host, kind: host.includes(':') ? 'ipv6' : 'ipv4', card: 'eth0' });
const name = (host: string): Host => ({ host, kind: 'name', card: null });
const hosts = [ip('192.168.1.5'), ip('fd00::5'), name('desk'), name('desk.local')];

let authority: Issued;
let leaf: Issued;
beforeAll(async () => {
  authority = await makeAuthority('会场电脑', hosts, now);
  leaf = await issueLeaf(authority, hosts, now);
});

/** The value of an extension as hexadecimal DER, found by its object identifier. */
const bytesOf = (pem: string) => new X509Certificate(pem).raw.toString('hex');

describe('the authority', () => {
  it('is an authority for ten years, named after the product and the machine', () => {
    const certificate = new X509Certificate(authority.cert);
    expect(certificate.ca).toBe(true);
    expect(certificate.subject).toContain('CN=票决 会场电脑 2026');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(certificate.validTo).toISOString()).toBe('2036-11-22T08:00:00.000Z');
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(now.getTime());
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  });

  it('may sign servers only, no other authority', () => {
    // basicConstraints critical CA:TRUE pathlen:0; keyUsage critical keyCertSign alone.
    expect(bytesOf(authority.cert)).toContain('0603551d130101ff040830060101ff020100');
    expect(bytesOf(authority.cert)).toContain('0603551d0f0101ff040403020204');
  });

  it('is described by the fingerprint that devices show', () => {
    const described = describeAuthority(authority.cert);
    expect(described.fingerprint).toBe(new X509Certificate(authority.cert).fingerprint256);
    expect(described).toMatchObject({ name: '票决 会场电脑 2026', until: '2036-11-22T08:00:00.000Z' });
  });

  it('is used until its last month', () => {
    expect(isUsable(authority.cert, later(3600))).toBe(true);
    expect(isUsable(authority.cert, later(3640))).toBe(false);
    // The clock is wrong, not the authority that tablets trust already.
    expect(isUsable(authority.cert, later(-3000))).toBe(true);
  });

  it('signs for addresses and local names, and for no web site', async () => {
    const all = [...hosts, name('new.local'), name('www.bank.example'), name('odesk'), ip('10.0.0.9')];
    expect(signable(authority.cert, all).map(({ host }) => host)).toEqual([
      ...hosts.map(({ host }) => host),
      'new.local',
      '10.0.0.9',
    ]);
    const certificate = new X509Certificate((await issueLeaf(authority, all, now)).cert);
    expect(certificate.subjectAltName).not.toContain('bank');
    expect(certificate.checkHost('new.local')).toBe('new.local');
  });
});

describe('the server’s certificate', () => {
  it('holds for localhost, names and addresses, and for nothing else', () => {
    const certificate = new X509Certificate(leaf.cert);
    for (const host of ['localhost', 'desk', 'desk.local']) expect(certificate.checkHost(host)).toBe(host);
    for (const host of ['127.0.0.1', '::1', '192.168.1.5', 'fd00::5']) expect(certificate.checkIP(host)).toBe(host);
    expect(certificate.checkIP('192.168.1.6')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(bytesOf(leaf.cert)).toContain('0603551d0f0101ff040403020780');
  });

  it('is signed by the authority, for 397 days and from a day ago, since a tablet’s clock may be behind', () => {
    const certificate = new X509Certificate(leaf.cert);
    const issuer = new X509Certificate(authority.cert);
    expect(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)).toBe(true);
    const [from, to] = [new Date(certificate.validFrom).getTime(), new Date(certificate.validTo).getTime()];
    expect([from, (to - from) / DAY]).toEqual([later(-1).getTime(), 397]);
  });

  it('never outlives its authority', async () => {
    const late = new X509Certificate((await issueLeaf(authority, hosts, later(3600))).cert);
    expect(late.validTo).toBe(new X509Certificate(authority.cert).validTo);
    expect(needsNewLeaf(authority.cert, { cert: late.toString(), key: '' }, hosts, later(3640))).toBe(false);
  });

  it.each([
    ['it covers the machine', hosts, 0, false],
    ['an address has gone', hosts.slice(0, 1), 0, false],
    ['a name that nobody may sign has come', [...hosts, name('www.bank.example')], 0, false],
    ['another address has come', [...hosts, ip('10.1.1.1')], 0, true],
    ['another name has come', [...hosts, name('new.local')], 0, true],
    ['31 days are left', hosts, 396 - 31, false],
    ['29 days are left', hosts, 396 - 29, true],
    ['it has ended', hosts, 500, true],
    ['the clock says that it has not begun', hosts, -10, true],
  ])('when %s', (_, present, days, expected) => {
    expect(needsNewLeaf(authority.cert, leaf, present, later(days))).toBe(expected);
  });

  it('is issued anew when it is another authority’s', async () => {
    const other = await makeAuthority('会场电脑', hosts, now);
    expect(needsNewLeaf(other.cert, leaf, hosts, now)).toBe(true);
  });

  it('is not issued by a key that is none of the authority’s', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const forged = await issueLeaf({ cert: authority.cert, key }, hosts, now);
    expect(needsNewLeaf(authority.cert, forged, hosts, now)).toBe(true);
  });
});
