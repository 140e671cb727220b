// Tablets for tests: paired, personal, each with a credential of its own as the kiosk makes it.
import { randomUUID } from 'node:crypto';
import { type Credential, makeCredential, publicCredential } from '../../../core/belenios/index.ts';
import { devices } from '../../../core/contract/devices.ts';
import { tablets } from '../../../core/contract/tablets.ts';
import type { CardSerial, DeviceId } from '../../../core/ids.ts';
import { random } from '../../../server/random.ts';
import type { Browser, Person } from '../../support/server.ts';
import type { Hall, HallCard } from '../ballot/hall.ts';

export class TestTablet {
  secret: Credential = makeCredential(random);

  private constructor(
    readonly hall: Hall,
    readonly browser: Browser,
    readonly id: DeviceId,
    readonly name: string,
  ) {}

  static async pair(hall: Hall, mode: 'shared' | 'personal' = 'personal'): Promise<TestTablet> {
    const { code } = await hall.teller.call(devices.makeCode, { params: { pairing: randomUUID() } });
    const browser = hall.server.browser();
    const { device } = await browser.call(devices.pair, { body: { code, request: randomUUID() } });
    if (mode === 'personal') await hall.teller.call(devices.change, { params: { device: device.id }, body: { mode } });
    return new TestTablet(hall, browser, device.id, device.name);
  }

  get credentials(): string[] {
    return this.hall.uuids.map((uuid) => publicCredential(this.hall.group, uuid, this.secret));
  }

  /** As the rest of a hall's tests know who votes. */
  get card(): HallCard {
    return { serial: this.name as string as CardSerial, secret: this.secret };
  }

  /** After a release: another credential. */
  renew(): void {
    this.secret = makeCredential(random);
  }

  get in() {
    return { session: this.hall.session, device: this.id };
  }

  async offer(credentials = this.credentials) {
    const body = { session: this.hall.session, credentials };
    return (await this.browser.call(tablets.offer, { body })).state;
  }

  approve(credentials = this.credentials, by: Person = this.hall.teller) {
    return by.call(tablets.approve, { params: this.in, body: { credentials } });
  }

  revoke(by: Person = this.hall.teller) {
    return by.call(tablets.revoke, { params: this.in });
  }
}

/** So many tablets, offered and approved. */
export async function approvedTablets(hall: Hall, count: number): Promise<TestTablet[]> {
  const made: TestTablet[] = [];
  for (let i = 0; i < count; i++) {
    const tablet = await TestTablet.pair(hall);
    await tablet.offer();
    await tablet.approve();
    made.push(tablet);
  }
  return made;
}
