import { describe, expect, it } from 'vitest';
import { findHosts, isThisMachine, originOf, readHosts, severalNetworks } from '../../../server/network/hosts.ts';

const v4 = (address: string, internal = false) => ({ address, family: 'IPv4', internal });
const v6 = (address: string, internal = false) => ({ address, family: 'IPv6', internal });

describe('the addresses of a machine', () => {
  it('are those that a tablet reaches, real networks before virtual ones, IPv4 before IPv6 before names', () => {
    const cards = {
      lo: [v4('127.0.0.1', true), v6('::1', true)],
      docker0: [v4('172.17.0.1')],
      'vEthernet (WSL)': [v4('172.20.0.1')],
      eth0: [v6('fd00::5'), v6('fe80::1'), v4('192.168.1.5')],
      wlan0: [v4('169.254.3.3')],
    };
    expect(findHosts(cards, 'DESK-01').map(({ host }) => host)).toEqual([
      '192.168.1.5',
      'fd00::5',
      '172.17.0.1',
      '172.20.0.1',
      'desk-01',
      'desk-01.local',
    ]);
    expect(severalNetworks(findHosts(cards, 'x'))).toBe(false);
    expect(severalNetworks(findHosts({ ...cards, wlan1: [v4('10.0.0.2')] }, 'x'))).toBe(true);
  });

  it.each([
    ['会场电脑', []],
    ['localhost', []],
    ['12345', []],
    ['pc.town.example', ['pc.town.example']],
  ])('of a machine called %s', (machine, names) => {
    expect(findHosts({}, machine).map(({ host }) => host)).toEqual(names);
  });

  it('may be given, and what is neither address nor name is pointed at', () => {
    const given = readHosts('192.168.8.10， Vote.lan fd00::1');
    expect(given.ok && given.value.map(({ host, kind }) => [host, kind])).toEqual([
      ['192.168.8.10', 'ipv4'],
      ['vote.lan', 'name'],
      ['fd00::1', 'ipv6'],
    ]);
    expect(readHosts('10.0.0.1,https://x')).toEqual({ ok: false, error: 'https://x' });
  });

  it('stand in origins as browsers write them', () => {
    expect(originOf('https', 'fd00::5', 8443)).toBe('https://[fd00::5]:8443');
    expect(originOf('https', '192.168.1.5', 443)).toBe('https://192.168.1.5');
  });

  it('mean this machine only where browsers take plain http for safe', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(isThisMachine(address)).toBe(true);
    for (const address of ['127.0.0.2', '192.168.1.5', '::ffff:192.168.1.5', undefined])
      expect(isThisMachine(address)).toBe(false);
  });
});
