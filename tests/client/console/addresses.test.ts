import { describe, expect, it } from 'vitest';
import { doorAddress, namedCongress } from '../../../client/api/door.ts';
import { waysOf } from '../../../client/console/addresses/addresses.ts';
import type { Congress } from '../../../core/contract/identity.ts';
import type { Network } from '../../../core/contract/network.ts';

const network = (hosts: Network['hosts']): Network => ({
  hall: hosts.length > 0,
  next: false,
  told: null,
  hosts,
  joined: true,
  several: false,
  authority: null,
});
const lan = {
  host: '192.168.1.5',
  kind: 'ipv4' as const,
  card: 'eth0',
  origin: 'https://192.168.1.5:8443',
  certificate: 'http://192.168.1.5:8080/certificate',
};

describe('the ways into the hall', () => {
  it('are the server’s, not the localhost that its own browser shows', () => {
    const ways = waysOf(network([lan]), 'http://localhost:8080');
    expect(ways.map(({ origin, label, shared }) => [origin, label, shared])).toEqual([
      ['https://192.168.1.5:8443', '192.168.1.5（eth0）', true],
    ]);
  });

  it('are this machine’s alone while nobody else reaches it', () => {
    expect(waysOf(network([]), 'http://localhost:8080')).toEqual([
      { origin: 'http://localhost:8080', label: 'localhost', certificate: null, shared: false },
    ]);
  });

  it('begin with the one the reader came by, when the server does not know it', () => {
    expect(waysOf(network([lan]), 'https://vote.example').map(({ origin }) => origin)).toEqual([
      'https://vote.example',
      'https://192.168.1.5:8443',
    ]);
    expect(waysOf(network([lan]), lan.origin)).toHaveLength(1);
  });
});

describe('the address of a door', () => {
  const [a, b] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const congress = (id: string) => ({ id, level: 'town', name: id, county: '' }) as Congress;

  it('names the congress where there are several, and one that is there', () => {
    expect(namedCongress([congress(a)], a)).toBeNull();
    expect(namedCongress([congress(a), congress(b)], b)).toBe(b);
    expect(namedCongress([congress(a), congress(b)], 'x')).toBeNull();
    expect(namedCongress([congress(a), congress(b)], null)).toBeNull();
    expect(doorAddress('https://192.168.1.5:8443', 'kiosk', a)).toBe(`https://192.168.1.5:8443/kiosk/?congress=${a}`);
    expect(doorAddress('', 'screen', null)).toBe('/screen/');
  });
});
