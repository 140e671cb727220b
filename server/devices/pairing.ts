import { randomInt, randomUUID } from 'node:crypto';
import { type OwnDevice, PAIRING_ALPHABET } from '../../core/contract/devices.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, DeviceId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { findAccount, findCongress } from '../identity/store.ts';
import {
  findDevice,
  insertDevice,
  listDevices,
  lockDevices,
  lockPairing,
  putPairing,
  updateDevice,
  usePairing,
} from './store.ts';
import { hashOf, makeToken } from './token.ts';

/** A code holds so long: time to walk to a tablet, none to be found in a bin. */
export const CODE_MINUTES = 10;

const makeCode = (): string =>
  Array.from({ length: 8 }, () => PAIRING_ALPHABET[randomInt(PAIRING_ALPHABET.length)]).join('');

/** 平板01, 平板02 …: the first that is free, so that a tablet that comes back gets its number back. */
export function nextName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = `平板${String(number).padStart(2, '0')}`;
    if (!taken.includes(name)) return name;
  }
}

const namesOf = async (trx: Transaction, congress: CongressId) =>
  (await listDevices(trx, congress)).map(({ name }) => name);

/** A new code under the console's id; what was shown under that id before is void, unless a tablet has used it. */
export async function newCode(
  trx: Transaction,
  caller: Caller,
  id: string,
): Promise<Result<{ code: string; seconds: number; name: string }, Problem>> {
  const code = makeCode();
  const row = { congress_id: caller.congress, id, code_hash: hashOf(code), account_id: caller.id };
  if (!(await putPairing(trx, row, CODE_MINUTES))) return err(problem('conflict'));
  return ok({ code, seconds: CODE_MINUTES * 60, name: nextName(await namesOf(trx, caller.congress)) });
}

/** The congress of the tablet that was paired, the tablet, and the token that goes into its cookie and nowhere else. */
export interface Paired {
  readonly congress: CongressId;
  readonly device: OwnDevice;
  readonly token: string;
}

/**
 * Pairs the tablet that sends a code. The same request again, after a lost reply, is the same tablet with a fresh token; another request with
 * the same code is another tablet's and is refused.
 */
export async function pair(trx: Transaction, code: string, request: string): Promise<Result<Paired, Problem>> {
  const pairing = await lockPairing(trx, hashOf(code));
  if (!pairing) return err(problem('pairing-unknown'));
  const { congress_id: congress } = pairing;
  const token = makeToken();
  const token_hash = hashOf(token);
  if (pairing.request !== null) {
    const again =
      pairing.request === request && pairing.device_id && (await findDevice(trx, congress, pairing.device_id));
    if (!again) return err(problem('pairing-used'));
    await updateDevice(trx, congress, again.id, { token_hash });
    return ok({ congress, token, device: await ownOf(trx, congress, again.id) });
  }
  if (pairing.expired) return err(problem('pairing-expired'));
  await lockDevices(trx, congress);
  const id = randomUUID() as string as DeviceId;
  const name = nextName(await namesOf(trx, congress));
  await insertDevice(trx, { congress_id: congress, id, name, token_hash });
  await usePairing(trx, pairing, request, id);
  const account = await findAccount(trx, congress, pairing.account_id);
  await append(trx, congress, account ? actorOf(account) : system, {
    kind: 'device-paired',
    subject: { type: 'device', id },
    detail: { name },
  });
  return ok({ congress, token, device: await ownOf(trx, congress, id) });
}

async function ownOf(trx: Transaction, congress: CongressId, device: DeviceId): Promise<OwnDevice> {
  const { id, name, mode, suspended, release } = (await findDevice(trx, congress, device))!;
  return { id, name, mode, suspended, release, congress: (await findCongress(trx, congress))! };
}
