import { beforeEach, describe, expect, it } from 'vitest';
import type { Hall } from '../../../client/kiosk/kiosk-state.ts';
import { type CardStore, OwnCard } from '../../../client/kiosk/own-card.ts';
import { type CredentialHost, OwnCredential } from '../../../client/kiosk/tablet/own-credential.svelte.ts';
import { type Credential, isCredential } from '../../../core/belenios/index.ts';
import type { TabletState } from '../../../core/contract/tablets.ts';
import type { ElectionUuid, SessionId } from '../../../core/ids.ts';
import { err, ok } from '../../../core/result.ts';
import { tabletCode } from '../../../core/tablet-code.ts';

const session = 's1' as SessionId;
const hallOf = (tablets: boolean, id = session): Hall => ({
  congress: { id: 'c' as Hall['congress']['id'], level: 'town', name: 'n', county: 'k' },
  session: {
    id,
    name: 's',
    rehearsal: false,
    tablets: tablets ? { uuids: ['Abcdefgh123456' as ElectionUuid], group: 'Ed25519' } : null,
  },
  ballot: null,
  motion: null,
});
function memory(): CardStore & { value: unknown } {
  const kept = {
    value: null as unknown,
    get: async () => kept.value,
    put: async (value: unknown) => {
      kept.value = value;
    },
    clear: async () => {
      kept.value = null;
    },
  };
  return kept;
}

/** The kiosk around it, with a server that answers as told. */
class Fake implements CredentialHost {
  now: Hall | null = hallOf(true);
  is: ReturnType<CredentialHost['device']> = { name: '平板01', personal: true };
  approved: Credential | undefined;
  answers: Record<string, TabletState> = {};
  offline = false;
  readonly offered: (readonly string[])[] = [];
  hall = () => this.now;
  device = () => this.is;
  card = async () => this.approved;
  keepCard = (credential: Credential) => {
    this.approved = credential;
  };
  dropCard = async () => {
    this.approved = undefined;
  };
  // Reversed, so that a test tells it from the credential itself.
  publicParts = async (_: unknown, credential: Credential) => [[...credential].reverse().join('')];
  offer = async (_: SessionId, credentials: readonly string[]) => {
    this.offered.push(credentials);
    if (this.offline) return err({ code: 'offline' as const, message: '', status: 0, params: {} } as never);
    return ok({ state: this.answers[credentials[0]!] ?? ('waiting' as const) });
  };
}

let fake: Fake;
let disk: ReturnType<typeof memory>;
let own: OwnCredential;
const secret = () => (disk.value as { credential: Credential } | null)?.credential;
const publicOf = (credential: Credential) => [...credential].reverse().join('');
beforeEach(() => {
  fake = new Fake();
  disk = memory();
  own = new OwnCredential(fake, new OwnCard([disk]));
});

describe('a tablet in a session without cards', () => {
  it('makes one credential, keeps it through a restart, and shows the code of its public parts only', async () => {
    await own.update();
    const made = secret()!;
    expect(isCredential(made)).toBe(true);
    expect(own.standing).toEqual({ at: 'waiting', code: tabletCode(session, '平板01', [publicOf(made)]) });
    expect(fake.approved).toBeUndefined();
    const restarted = new OwnCredential(fake, new OwnCard([disk]));
    await restarted.update();
    expect(secret()).toBe(made);
    expect(restarted.standing).toEqual(own.standing);
    expect(JSON.stringify(fake.offered)).not.toContain(made);
  });

  it('keeps it as its card once the desk has approved it', async () => {
    await own.update();
    const made = secret()!;
    fake.answers[publicOf(made)] = 'active';
    await own.update();
    expect(own.standing).toEqual({ at: 'ready' });
    expect(fake.approved).toBe(made);
    expect(secret()).toBeUndefined();
    // What was approved stays good without a network.
    fake.offline = true;
    await own.update();
    expect(own.standing).toEqual({ at: 'ready' });
  });

  it('makes another when the desk has revoked it', async () => {
    await own.update();
    const made = secret()!;
    fake.answers[publicOf(made)] = 'active';
    await own.update();
    fake.answers[publicOf(made)] = 'revoked';
    await own.update();
    expect(fake.approved).toBeUndefined();
    expect(secret()).not.toBe(made);
    expect(own.standing).toMatchObject({ at: 'waiting' });
  });

  it('shows its code again when the desk has discarded everything', async () => {
    await own.update();
    const made = secret()!;
    fake.answers[publicOf(made)] = 'active';
    await own.update();
    fake.answers = {};
    await own.update();
    expect(fake.approved).toBeUndefined();
    expect(secret()).toBe(made);
    expect(own.standing).toMatchObject({ at: 'waiting' });
  });

  it('has none where it is shared or not paired, where cards are used, and for another session', async () => {
    const ends: (() => void)[] = [
      () => {
        fake.is = { name: '平板01', personal: false };
      },
      () => {
        fake.is = null;
      },
      () => {
        fake.now = hallOf(false);
      },
    ];
    for (const end of ends) {
      fake.now = hallOf(true);
      fake.is = { name: '平板01', personal: true };
      await own.update();
      expect(secret()).toBeDefined();
      end();
      await own.update();
      expect(disk.value).toBeNull();
      expect(own.standing?.at ?? 'not-personal').toBe('not-personal');
    }
    fake.now = hallOf(true);
    fake.is = { name: '平板01', personal: true };
    await own.update();
    const made = secret();
    fake.now = hallOf(true, 's2' as SessionId);
    await own.update();
    expect(secret()).not.toBe(made);
  });

  it('wipes nothing before it has heard of the hall, and shows no code the server has not got', async () => {
    await own.update();
    const made = secret();
    const restarted = new OwnCredential(fake, new OwnCard([disk]));
    fake.now = null;
    await restarted.update();
    expect(secret()).toBe(made);
    expect(restarted.standing).toBeNull();
    fake.now = hallOf(true);
    fake.offline = true;
    await restarted.update();
    expect(restarted.standing).toEqual({ at: 'making', message: null });
    fake.offline = false;
    await restarted.update();
    expect(restarted.standing).toMatchObject({ at: 'waiting' });
  });

  it('shows the code of its new name', async () => {
    await own.update();
    fake.is = { name: '一排左', personal: true };
    await own.update();
    expect(own.standing).toEqual({ at: 'waiting', code: tabletCode(session, '一排左', [publicOf(secret()!)]) });
  });

  it('asks once more when news comes while it asks', async () => {
    await Promise.all([own.update(), own.update(), own.update()]);
    expect(fake.offered.length).toBeLessThanOrEqual(2);
    expect(new Set(fake.offered.map(([text]) => text)).size).toBe(1);
  });
});
