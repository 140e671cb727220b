import { network } from '../../core/contract/network.ts';
import { call } from './call.ts';
import { isLocalName } from './door.ts';

type Place = Pick<Location, 'hostname' | 'origin'>;

/**
 * Where a phone reaches this installation: what a QR code on this page may begin with. What a setting gives goes first; a page that came by an
 * address of the network has proven that address; one on the server's own computer takes what the server found.
 */
export class ReachOfHall {
  /** undefined until the server has answered; null: no other device reaches it. */
  origin = $state<string | null | undefined>();

  constructor(private readonly place: Place = location) {
    if (!isLocalName(place.hostname)) this.origin = place.origin;
  }

  /** Asks the server; without an answer what was known stays. To be asked when a page starts, never when somebody acts on it. */
  async ask(): Promise<void> {
    const answer = await call(network.reach, {});
    if (!answer.ok) return;
    const { given, found } = answer.value;
    this.origin = given ?? (isLocalName(this.place.hostname) ? found : this.place.origin);
  }
}
