import { randomInt } from 'node:crypto';
import type { Group } from '../../core/belenios/index.ts';
import type { OwnDevice } from '../../core/contract/devices.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CardCounts } from '../../core/contract/session.ts';
import type { TabletCredential, TabletState } from '../../core/contract/tablets.ts';
import type { CardSerial, CongressId, DeviceId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { countPresent } from './attendance.ts';
import { countCards, findCard, insertCards, updateCard } from './card-store.ts';
import { change, motionHolds } from './cards.ts';
import { effectiveMethod } from './method.ts';
import { type SessionRow, sessionInHall } from './store.ts';
import { anyTaken, credentialsOf, findTablet, listTablets, putWaiting, settleWaiting } from './tablet-store.ts';

/** Tablets as the desk sees them, by name. */
export async function seeTablets(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<TabletCredential[]> {
  const rows = await listTablets(trx, congress, session);
  return rows
    .map(({ device_id, name, waiting, state }) => ({
      device: device_id,
      name,
      waiting,
      approved: state === 'activated' ? ('active' as const) : state === 'revoked' ? state : null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
}

const same = (a: readonly string[] | null, b: readonly string[]): boolean =>
  a !== null && a.length === b.length && a.every((text, index) => text === b[index]);

/** Whether each is a member of the group other than the identity, and none is there twice. */
function areSound(credentials: readonly string[], group: Group): boolean {
  return (
    new Set(credentials).size === credentials.length &&
    credentials.every((text) => {
      const element = group.parse(text);
      return element !== undefined && !group.equal(element, group.identity);
    })
  );
}

/** A tablet says which public credentials it has, and hears how they stand. Asking again with the same ones writes nothing. */
export function offerCredentials(
  services: Services,
  device: OwnDevice | null,
  wanted: { session: SessionId; credentials: string[] },
): Promise<Result<{ state: TabletState }, Problem>> {
  return command<{ state: TabletState }>(services.db, async (trx) => {
    if (!device) return err(problem('tablet-not-paired'));
    if (device.mode === 'shared') return err(problem('tablet-shared'));
    const congress = device.congress.id;
    const session = await sessionInHall(trx, congress);
    if (session?.id !== wanted.session) return err(problem('conflict'));
    const method = await effectiveMethod(trx, session);
    if (method.credentials !== 'tablets') return err(problem('cards-instead'));
    const { credentials } = wanted;
    const row = await findTablet(trx, congress, session.id, device.id);
    const serial = row?.serial;
    if (serial && same(await credentialsOf(trx, congress, session.id, serial, session.election_uuids), credentials)) {
      // What it showed meanwhile is shown no more, and can no longer be approved.
      if (row.waiting) await putWaiting(trx, { ...row, waiting: null });
      const card = await findCard(trx, congress, session.id, serial);
      return ok({ state: card?.state === 'activated' ? 'active' : 'revoked' });
    }
    const { name } = device;
    if (row && row.name === name && same(row.waiting, credentials)) return ok({ state: 'waiting' });
    if (credentials.length !== session.election_uuids.length || !areSound(credentials, fastGroups(method.group)))
      return err(problem('tablet-bad-credentials'));
    const key = { congress_id: congress, session_id: session.id, device_id: device.id };
    await putWaiting(trx, { ...key, name, waiting: credentials });
    return ok({ state: 'waiting' });
  });
}

/**
 * Lets a tablet vote with exactly these credentials, whose code the desk read from its screen. Never more than deputies present; a tablet
 * holds one deputy's, so what it had before is revoked. Whose it is is asked by nobody, and the record does not say which tablet it was.
 */
export function approveTablet(
  services: Services,
  caller: Caller,
  id: SessionId,
  device: DeviceId,
  credentials: readonly string[],
): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx, session) => {
    const { congress } = caller;
    if ((await effectiveMethod(trx, session)).credentials !== 'tablets') return err(problem('cards-instead'));
    const tablet = await findTablet(trx, congress, id, device);
    if (!tablet) return err(problem('tablet-unknown'));
    const { serial: before, name } = tablet;
    if (before && same(await credentialsOf(trx, congress, id, before, session.election_uuids), credentials)) {
      const card = await findCard(trx, congress, id, before);
      return card?.state === 'activated' ? ok(undefined) : err(problem('card-revoked', { serial: name }));
    }
    if (!same(tablet.waiting, credentials)) return err(problem('tablet-changed', { name }));
    if (await anyTaken(trx, congress, id, credentials)) return err(problem('tablet-bad-credentials'));
    if (before) {
      const replaced = await withdraw(trx, caller, session, before, device, name);
      if (!replaced.ok) return replaced;
    }
    const { activated } = await countCards(trx, congress, id);
    const present = await countPresent(trx, congress, id);
    if (activated >= present) return err(problem('cards-exceed-present', { activated, present }));
    const serial = await freeSerial(trx, congress, id);
    await insertCards(trx, congress, id, session.election_uuids, [{ serial, credentials: [...credentials] }]);
    await updateCard(trx, congress, id, serial, { state: 'activated', request: null });
    if (!(await settleWaiting(trx, tablet, credentials, serial))) return err(problem('tablet-changed', { name }));
    await tell(services, trx, congress);
    await append(trx, congress, actorOf(caller), {
      kind: 'tablet-credential-approved',
      subject: { type: 'session', id },
    });
    return ok(undefined);
  });
}

/** Revokes the credential of a lost or broken tablet; named in the record, for a revoked one votes nowhere. */
export function revokeTablet(
  services: Services,
  caller: Caller,
  id: SessionId,
  device: DeviceId,
): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx, session) => {
    const tablet = await findTablet(trx, caller.congress, id, device);
    if (!tablet?.serial) return err(problem('tablet-unknown'));
    const withdrawn = await withdraw(trx, caller, session, tablet.serial, device, tablet.name);
    if (withdrawn.ok) await tell(services, trx, caller.congress);
    return withdrawn;
  });
}

async function withdraw(
  trx: Transaction,
  caller: Caller,
  session: SessionRow,
  serial: CardSerial,
  device: DeviceId,
  name: string,
): Promise<Result<void, Problem>> {
  const card = await findCard(trx, caller.congress, session.id, serial);
  if (card?.state !== 'activated') return ok(undefined);
  const held = await motionHolds(trx, session);
  if (held) return err(held);
  await updateCard(trx, caller.congress, session.id, serial, { state: 'revoked', request: null });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'tablet-credential-revoked',
    subject: { type: 'device', id: device },
    detail: { session: session.id, name },
  });
  return ok(undefined);
}

/** The console counts anew, and the tablet concerned asks how it stands. */
async function tell(services: Services, trx: Transaction, congress: CongressId): Promise<void> {
  await services.live.publish(trx, congress, 'turnout');
  await services.live.publish(trx, congress, 'devices');
}

/** Random, so that serials do not say in which order the desk approved. */
async function freeSerial(trx: Transaction, congress: CongressId, session: SessionId): Promise<CardSerial> {
  for (;;) {
    const serial = `T-${randomInt(10_000, 100_000)}` as CardSerial;
    if (!(await findCard(trx, congress, session, serial))) return serial;
  }
}
