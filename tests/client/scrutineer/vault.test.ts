import { describe, expect, it } from 'vitest';
import { backupName, backupText, readBackup } from '../../../client/scrutineer/keys/backup.ts';
import type { KeyHeader, KeyRecord, KeySecret } from '../../../client/scrutineer/keys/record.ts';
import { localStore, memoryStore } from '../../../client/scrutineer/keys/store.ts';
import { deriveKey, freshKdf, pinFault, seal, unseal } from '../../../client/scrutineer/keys/vault.ts';
import { random } from './fake-hall.ts';

const header: KeyHeader = {
  session: '9a0e',
  sessionName: '第二十届人民代表大会 第二次会议',
  rehearsal: false,
  attempt: 1,
  index: 2,
  group: 'Ed25519',
  stage: 3,
  publicShare: 'abc',
};
const secret = { state: { share: 'read by nobody' }, cert: '{}' } as unknown as KeySecret;
const kdf = freshKdf(random, 16);
const key = deriveKey('271828', kdf);
const sealed = (change: Partial<KeyHeader> = {}): KeyRecord => seal({ ...header, ...change }, secret, key, kdf, random);

describe('the box under the PIN', () => {
  it('opens with the PIN, also typed full-width or with spaces', () => {
    const record = sealed();
    expect(unseal(record, deriveKey('２７１ ８２８', record.kdf))).toEqual({ ok: true, value: secret });
    expect(JSON.stringify(record)).not.toContain('read by nobody');
  });
  it('stays shut with another PIN, a changed header or a damaged box', () => {
    const record = sealed();
    const shut = { ok: false, error: 'wrong-pin' };
    expect(unseal(record, deriveKey('271829', record.kdf))).toEqual(shut);
    expect(unseal({ ...record, index: 1 }, key)).toEqual(shut);
    expect(unseal({ ...record, publicShare: 'abd' }, key)).toEqual(shut);
    expect(unseal({ ...record, box: `00${record.box.slice(2)}` }, key)).toEqual(shut);
  });
  it('takes only PINs of six digits or more that are not trivial', () => {
    expect(pinFault('12345')).toBe('short');
    expect(pinFault('12ab56')).toBe('digits');
    expect(pinFault('000000')).toBe('simple');
    expect(pinFault('123456')).toBe('simple');
    expect(pinFault('987654')).toBe('simple');
    expect(pinFault('314159')).toBeNull();
  });
});

describe.each([
  ['memory', () => memoryStore()],
  ['localStorage', () => localStore(fakeStorage())],
])('the store in %s', (_name, make) => {
  it('only moves forward', async () => {
    const store = make();
    const later = sealed({ stage: 3 });
    expect(await store.keep(sealed({ stage: 1 }))).toMatchObject({ stage: 1 });
    expect(await store.keep(later)).toEqual(later);
    expect(await store.keep(sealed({ stage: 2 }))).toEqual(later);
    expect(await store.keep(sealed({ stage: 3 }))).toEqual(later);
    expect(await store.ofSession('9a0e')).toEqual([later]);
  });
  it('keeps attempts and sessions apart, the newest attempt first', async () => {
    const store = make();
    await store.keep(sealed({ attempt: 1 }));
    await store.keep(sealed({ attempt: 2, stage: 1 }));
    await store.keep(sealed({ session: '9a0f' }));
    expect((await store.ofSession('9a0e')).map((record) => record.attempt)).toEqual([2, 1]);
  });
});

describe('the backup file', () => {
  it('carries the key to another device', async () => {
    const record = sealed();
    const read = readBackup(backupText(record), '9a0e');
    expect(read).toEqual({ ok: true, value: record });
    expect(backupName(record)).toBe('监票密钥-第二十届人民代表大会第二次会议-2号.json');
    expect(backupName({ ...record, rehearsal: true })).toMatch(/^演练-/);
  });
  it('is refused with the reason', () => {
    expect(readBackup('hello', '9a0e')).toEqual({ ok: false, error: 'not-a-backup' });
    expect(readBackup('{"format":"x"}', '9a0e')).toEqual({ ok: false, error: 'not-a-backup' });
    expect(readBackup(backupText(sealed()), 'other')).toEqual({ ok: false, error: 'other-session' });
    expect(readBackup(backupText(sealed({ stage: 2 })), '9a0e')).toEqual({ ok: false, error: 'unfinished' });
    const slow = { ...sealed(), kdf: { ...kdf, N: 2 ** 24 } };
    expect(readBackup(backupText(slow), '9a0e')).toEqual({ ok: false, error: 'not-a-backup' });
  });
});

function fakeStorage(): Storage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    clear: () => entries.clear(),
    getItem: (name) => entries.get(name) ?? null,
    key: (i) => [...entries.keys()][i] ?? null,
    removeItem: (name) => void entries.delete(name),
    setItem: (name, value) => void entries.set(name, value),
  };
}
