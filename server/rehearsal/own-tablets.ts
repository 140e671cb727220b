import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Credential, makeCredential } from '../../core/belenios/index.ts';
import { devices, hall, session as sessionRoutes, tablets as tabletRoutes } from '../../core/contract/index.ts';
import type { DeviceId } from '../../core/ids.ts';
import { random } from '../random.ts';
import { Person, RefusedByServer } from './api.ts';
import type { Staff } from './staff.ts';
import type { Tablets } from './tablets.ts';

/** A deputy's own tablet, paired and personal, with the credential it made for itself. */
export interface OwnTablet {
  readonly device: DeviceId;
  /** Its connection, with the cookie of the pairing. */
  readonly connection: Person;
  readonly credential: Credential;
  /** Public parts, one for each of the session's elections: all that leaves it. */
  readonly credentials: readonly string[];
}

/** Staff pair as many tablets and set them to personal; each makes its credential and offers the public parts, which the desk has yet to approve. */
export async function pairTablets(
  url: string,
  staff: Staff,
  count: number,
  tablets: Tablets,
  tick: () => void,
): Promise<OwnTablet[]> {
  const made: OwnTablet[] = [];
  for (let i = 0; i < count; i++) {
    const { code } = await staff.teller.call(devices.makeCode, { params: { pairing: randomUUID() } });
    const connection = new Person(url);
    const { device } = await unhurried(() => connection.call(devices.pair, { body: { code, request: randomUUID() } }));
    await staff.teller.call(devices.change, { params: { device: device.id }, body: { mode: 'personal' } });
    const { session } = await connection.call(hall.kiosk, { params: { congress: staff.congress } });
    if (!session?.tablets) throw new Error('the kiosk is not told to make a credential');
    const credential = makeCredential(random);
    const credentials = await tablets.card({ ...session.tablets, credential });
    const tablet = { device: device.id, connection, credential, credentials };
    await expectState(staff, tablet, 'waiting');
    made.push(tablet);
    tick();
  }
  return made;
}

/** The sign-in desk: each deputy is marked present, then the tablet in their hands is approved; nothing joins the two on the server. */
export async function signInWithTablets(staff: Staff, own: readonly OwnTablet[], tick: () => void): Promise<void> {
  const params = { session: staff.session };
  const deputies = await staff.presidium.call(sessionRoutes.attendance, { params });
  for (const [i, deputy] of deputies.entries()) {
    const tablet = own[i]!;
    await staff.presidium.call(sessionRoutes.signDeputyIn, {
      params: { ...params, deputy: deputy.id },
      body: { present: true },
    });
    await staff.teller.call(tabletRoutes.approve, {
      params: { ...params, device: tablet.device },
      body: { credentials: [...tablet.credentials] },
    });
    await expectState(staff, tablet, 'active');
    tick();
  }
}

/** The tablet says what it has and hears how it stands. */
async function expectState(staff: Staff, tablet: OwnTablet, wanted: 'waiting' | 'active'): Promise<void> {
  const body = { session: staff.session, credentials: [...tablet.credentials] };
  const { state } = await tablet.connection.call(tabletRoutes.offer, { body });
  if (state !== wanted) throw new Error(`a tablet's credential is ${state}, not ${wanted}`);
}

/** All these tablets have one address, from which only so many may pair in a minute: they wait their turn. */
async function unhurried<T>(step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof RefusedByServer) || error.status !== 429) throw error;
      await sleep(1000);
    }
  }
}
