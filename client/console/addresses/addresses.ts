import type { HallHost, Network } from '../../../core/contract/network.ts';
import { isLocalName } from '../../api/door.ts';

/** One way into the hall that staff may choose for the sheet. */
export interface Way {
  readonly origin: string;
  /** What tells it from the others: the address, and the network card where the machine names it. */
  readonly label: string;
  readonly certificate: string | null;
  /** Other devices reach it; this machine's own address they do not. */
  readonly shared: boolean;
}

const isLocal = (origin: string): boolean => isLocalName(new URL(origin).hostname);
const wayOf = ({ host, card, origin, certificate }: HallHost): Way => ({
  origin,
  label: card ? `${host}（${card}）` : host,
  certificate,
  shared: true,
});

/**
 * The ways into the hall, the likeliest first: those the server knows of, and where the reader came in, should it be another one (a proxy, a
 * domain name). Never empty: with nothing else it is the reader's own.
 */
export function waysOf(network: Network, here: string): Way[] {
  const known = network.hosts.map(wayOf);
  const own: Way = { origin: here, label: new URL(here).hostname, certificate: null, shared: !isLocal(here) };
  if (known.some(({ origin }) => origin === here) || (known.length > 0 && !own.shared)) return known;
  return [own, ...known];
}
