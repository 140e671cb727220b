import { isIP } from 'node:net';
import os from 'node:os';
import { err, ok, type Result } from '../../core/result.ts';

/** One way to name this machine on its network. */
export interface Host {
  /** `192.168.1.5`, `fd00::5` or `desk.local`. */
  readonly host: string;
  readonly kind: 'ipv4' | 'ipv6' | 'name';
  /** The network card it belongs to, as the machine calls it; null for names and for addresses given by setting. */
  readonly card: string | null;
}

type Cards = Readonly<
  Record<string, readonly { address: string; family: string; internal: boolean; scopeid?: number }[] | undefined>
>;

/** Bridges and adapters that exist only inside this machine: no tablet reaches them. */
const virtual =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|lo)|vEthernet|VMware|VirtualBox|Hyper-V|WSL|Loopback/i;

/** A name that a certificate can hold; a machine with a Chinese name is reached by its address. */
const dnsName = /^(?!\d+$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/**
 * Where the hall reaches this machine, the likeliest first: real cards before virtual ones, IPv4 before IPv6 before names. Without
 * loopback and link-local addresses, which name another machine on every tablet or need a zone that browsers do not take.
 */
export function findHosts(cards: Cards = os.networkInterfaces(), machine = os.hostname()): Host[] {
  const addresses = Object.entries(cards).flatMap(([card, list = []]) =>
    list
      .filter(({ address, internal }) => !internal && !/^(fe[89ab]|169\.254\.)/i.test(address))
      .map(({ address, family }): Host => ({ host: address, kind: family === 'IPv4' ? 'ipv4' : 'ipv6', card })),
  );
  const rank = ({ kind, card }: Host) => (kind === 'ipv4' ? 0 : 1) + (virtual.test(card ?? '') ? 2 : 0);
  const name = machine.toLowerCase();
  const names = dnsName.test(name) ? (name.includes('.') ? [name] : [name, `${name}.local`]) : [];
  return [
    ...addresses.sort((a, b) => rank(a) - rank(b)),
    ...names
      .filter((one) => one !== 'localhost' && one !== 'localhost.local')
      .map((host): Host => ({ host, kind: 'name', card: null })),
  ];
}

/** Hosts given by setting instead of found; or the first word that is neither an address nor a name. */
export function readHosts(text: string): Result<Host[], string> {
  const words = text.split(/[\s,，]+/).filter(Boolean);
  const wrong = words.find((word) => !isIP(word) && !dnsName.test(word));
  if (wrong !== undefined) return err(wrong);
  const kinds = { 0: 'name', 4: 'ipv4', 6: 'ipv6' } as const;
  return ok(words.map((word) => ({ host: word.toLowerCase(), kind: kinds[isIP(word) as 0 | 4 | 6], card: null })));
}

/** Whether several real networks are joined: then the tablets' one must be picked by a person. */
export const severalNetworks = (hosts: readonly Host[]): boolean =>
  new Set(hosts.filter(({ kind, card }) => kind === 'ipv4' && card && !virtual.test(card)).map(({ card }) => card))
    .size > 1;

/** The origin of a host's pages. */
export const originOf = (scheme: 'http' | 'https', host: string, port: number): string =>
  new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;

/**
 * Whether a connection came to the address by which a machine means itself, and browsers take plain http for safe. Not all of 127/8: the
 * others may stand for a network, in tests and containers.
 */
export const isThisMachine = (localAddress: string | undefined): boolean =>
  localAddress === '127.0.0.1' || localAddress === '::1' || localAddress === '::ffff:127.0.0.1';

/** Whether a server that listens there is reached from other machines by all of this one's addresses. */
export const isEverywhere = (address: string): boolean => ['0.0.0.0', '::', ''].includes(address);
