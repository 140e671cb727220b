import { beforeAll, describe, expect, it } from 'vitest';
import type { TrusteeState3 } from '../../core/belenios/index.ts';
import { ceremony, type Decrypting } from '../../core/contract/ceremony.ts';
import { readOptions } from '../../server/rehearsal/options.ts';
import { decrypt } from '../../server/rehearsal/scrutineers.ts';
import type { Staff } from '../../server/rehearsal/staff.ts';
import { ClosedHall } from '../client/scrutineer/closed-hall.ts';

/** The scrutineers that a rehearsal plays, before a server that says what it likes of the box it hands over. */
describe('a robot scrutineer', () => {
  let held: ClosedHall;
  beforeAll(async () => {
    held = await ClosedHall.make('Ed25519');
  });

  async function asked(offered: Decrypting, bytes = held.box().bytes): Promise<{ sent: number; error: string }> {
    const options = readOptions([]);
    if (!options.ok) throw new Error(options.error);
    let sent = 0;
    const person = {
      send: async () => new Response(bytes as BodyInit),
      call: async (route: unknown) => {
        if (route === ceremony.decrypting) return offered;
        if (route === ceremony.decrypt) sent += 1;
        return {};
      },
    };
    const staff = { session: 's1', scrutineers: [person, person, person] } as unknown as Staff;
    const secrets = ['1', '2', '3'].map((share) => ({ share }) as TrusteeState3);
    const outcome = await decrypt(staff, options.value, secrets, () => {}).then(
      () => '',
      (error: Error) => error.message,
    );
    return { sent, error: outcome };
  }

  it('decrypts the tally that it worked out itself', async () => {
    expect(await asked(held.offered())).toEqual({ sent: 2, error: '' });
  });

  it.each<[string, (hall: ClosedHall) => Partial<Decrypting>]>([
    ['tally', (hall) => ({ encryptedTally: hall.tallyOf(hall.ballots.slice(0, 1)) })],
    ['returned', () => ({ returned: 2 })],
    ['issued', () => ({ issued: 9 })],
    ['closing-event', () => ({ closingEvent: '0'.repeat(64) })],
  ])('decrypts nothing when the server says another %s', async (fault, change) => {
    const { sent, error } = await asked({ ...held.offered(), ...change(held) });
    expect(sent).toBe(0);
    expect(error).toContain(fault);
  });

  it('decrypts nothing of a box with a ballot that does not hold', async () => {
    const [first = '', ...others] = held.ballots;
    const broken = JSON.stringify({ ...JSON.parse(first), answers: JSON.parse(others[0]!).answers });
    const { sent, error } = await asked(held.offered(), held.box({ ballots: [broken, ...others] }).bytes);
    expect(sent).toBe(0);
    expect(error).toContain('box');
  });
});
