import type { Credential, Vote } from '../../core/belenios/index.ts';
import type { Congress } from '../../core/contract/identity.ts';
import type { CongressId } from '../../core/ids.ts';
import { follow } from '../api/live.ts';
import { chooseLanguage, language } from '../i18n/index.ts';
import * as api from './api.ts';
import { Booth } from './booth.ts';
import { credentialOf, emptyEntry, scanPrefix } from './code-entry.ts';
import { deliver, isFinal } from './delivery.ts';
import {
  firstState,
  type HallBallot,
  idleClears,
  type KioskEvent,
  type KioskState,
  mayBegin,
  step,
} from './kiosk-state.ts';
import { noMarks, readMarks, votesOf } from './marks.ts';
import { defaultPreferences, Memory, type Preferences } from './memory.ts';
import { type Outbox, type Outgoing, openOutbox } from './outbox.ts';
import { speech } from './speech.svelte.ts';
import { t } from './texts.ts';

/** Joins the pure state machine to the world: server, worker, storage. Everything the screens do goes through here. */
export class Controller {
  state = $state.raw<KioskState>(firstState);
  preferences = $state.raw<Preferences>(defaultPreferences);
  /** To choose from, when the address names none and there are several; null while unknown. */
  congresses = $state.raw<readonly Congress[] | null>(null);

  private readonly memory = new Memory(sessionStorage);
  private readonly booth = new Booth();
  private outbox: Outbox | undefined;
  private credential: Credential | undefined;
  private election: { uuid: string; json: string } | undefined;
  private wake = () => {};

  /** Shared unless this device was set up as one deputy's own with `?device=personal`. */
  readonly shared = new URLSearchParams(location.search).get('device') !== 'personal';

  async start(): Promise<void> {
    this.preferences = this.memory.preferences;
    addEventListener('online', () => this.wake());
    this.outbox = await openOutbox();
    const receipt = this.memory.receipt;
    if (receipt) this.send({ type: 'receipt', ...receipt });
    else await this.resume();
    await this.findCongress();
  }

  /** Sends what an earlier page left unsent. */
  private async resume(): Promise<void> {
    const [left] = (await this.outbox?.all()) ?? [];
    if (left && this.state.screen.at === 'waiting') void this.deliver(left);
  }

  private async findCongress(): Promise<void> {
    const named = new URLSearchParams(location.search).get('congress');
    if (named) return this.enter(named as CongressId);
    const found = await api.setup();
    if (!found.ok) {
      setTimeout(() => void this.findCongress(), 3000);
      return;
    }
    const { congresses } = found.value;
    const [only] = congresses;
    if (only && congresses.length === 1) return this.enter(only.id);
    this.congresses = congresses;
    if (!only) setTimeout(() => void this.findCongress(), 5000);
  }

  enter(congress: CongressId): void {
    this.congresses = null;
    let first = true;
    const refresh = async () => {
      const found = await api.hallOf(congress);
      if (!found.ok) return;
      this.send({ type: 'hall', hall: found.value });
      if (first) {
        first = false;
        this.restore();
      }
      this.warm();
    };
    void refresh();
    follow(
      congress,
      ({ topic }) => {
        if (topic === 'hall' || topic === 'everything') void refresh();
      },
      (up) => {
        this.send({ type: 'connection', up });
        if (up) this.wake();
      },
    );
    // Where no socket gets through, asking now and then still works.
    setInterval(() => {
      if (!this.state.connected) void refresh();
    }, 10_000);
  }

  /** After a reload: the same card goes on where it was. */
  private restore(): void {
    if (this.state.screen.at !== 'waiting') return;
    // Closed while the page was away: nothing is left to go on with.
    if (!mayBegin(this.state.hall)) {
      this.memory.forgetVote();
      return;
    }
    const { credential, entry } = this.memory;
    if (credential) {
      this.send({ type: 'begin' });
      void this.check(credential);
    } else if (entry) this.send({ type: 'begin', entry });
  }

  send(event: KioskEvent): void {
    const before = this.state.screen;
    this.state = step(this.state, event);
    const { screen } = this.state;
    if (screen === before) return;
    if (screen.at === 'code') {
      if (screen.entry !== (before.at === 'code' ? before.entry : emptyEntry)) this.memory.entry = screen.entry;
      const complete = !screen.checking && !screen.refusal && before.at === 'code' && screen.entry !== before.entry;
      const credential = complete ? credentialOf(screen.entry) : undefined;
      if (credential) void this.check(credential);
    }
    if (screen.at === 'marking' && this.credential)
      this.memory.saveDraft(screen.ballot.uuid, this.credential, screen.marks);
    if (screen.at === 'closed') this.forget();
    if (before.at !== screen.at) speech.stop();
  }

  /** Reads the election of the hall's ballot and makes the worker ready for it. */
  private async prepare(ballot: HallBallot) {
    if (this.election?.uuid !== ballot.uuid) {
      const json = await api.electionText(ballot.uuid);
      if (json === undefined) return undefined;
      this.election = { uuid: ballot.uuid, json };
    }
    return this.booth.prepare(this.election.json);
  }

  private warm(): void {
    const ballot = this.state.hall?.ballot;
    if (ballot?.state === 'open' && this.election?.uuid !== ballot.uuid) this.prepare(ballot).catch(() => {});
  }

  /**
   * Derives the card's public credential and asks whether it may vote, before anything is marked. An answer that comes after the deputy has
   * left is nobody's: the next one may be standing there with another card.
   */
  async check(credential: Credential): Promise<void> {
    const ballot = this.state.hall?.ballot;
    if (!ballot) return;
    this.send({ type: 'check' });
    const { screen: asking } = this.state;
    if (asking.at !== 'code') return;
    const left = () => this.state.screen !== asking;
    const refuse = (message: string, retry: boolean) => this.send({ type: 'card-refused', message, retry });
    try {
      const prepared = await this.prepare(ballot);
      if (left()) return;
      if (!prepared) return refuse(t('waiting.offline'), true);
      const agrees =
        prepared.uuid === ballot.uuid &&
        prepared.fingerprint === ballot.electionHash &&
        prepared.keyFingerprint === ballot.keyFingerprint &&
        prepared.projects === ballot.projects.length &&
        prepared.limit === Math.min(ballot.limit, ballot.projects.length) &&
        ballot.projects.every(({ title }, i) => prepared.titles[i]?.includes(title));
      if (!agrees) return refuse(t('code.mismatch'), false);
      const name = await this.booth.card(credential);
      if (left()) return;
      const found = await api.cardState(ballot.uuid, name);
      if (left()) return;
      if (!found.ok) return refuse(found.error.message, !isFinal(found.error));
      if (found.value.receipt) return this.receive(found.value.receipt.tracker, true);
      this.credential = credential;
      this.memory.credential = credential;
      const kept = readMarks(this.memory.draft(ballot.uuid, credential), ballot.projects.length, ballot.limit);
      const { view } = this.preferences;
      this.send({ type: 'card-good', ballot, marks: kept ?? noMarks(ballot.projects.length), view });
    } catch {
      if (left()) return;
      this.booth.stop();
      refuse(t('code.broken'), true);
    }
  }

  /** Encrypts, keeps, then sends: in this order, so that nothing is lost whatever happens in between. */
  async cast(): Promise<void> {
    const before = this.state.screen;
    this.send({ type: 'cast' });
    const { screen } = this.state;
    const { credential, election, outbox } = this;
    if (screen === before || screen.at !== 'casting') return;
    try {
      if (!credential || !election || !outbox) throw new Error('nothing to cast with');
      const progress = (share: number) => this.send({ type: 'progress', share });
      const sealed = await this.booth.encrypt(election.json, credential, votesOf(screen.marks), progress);
      const { uuid } = screen.ballot;
      const { json, tracker } = sealed;
      const kept = await outbox.keep({ id: `${uuid}:${sealed.credential}`, uuid, json, tracker });
      this.credential = undefined;
      this.memory.forgetVote();
      await this.deliver(kept);
    } catch {
      this.booth.stop();
      this.send({ type: 'failed' });
    }
  }

  private async deliver(ballot: Outgoing): Promise<void> {
    this.send({ type: 'sending', tracker: ballot.tracker });
    const courier = {
      cast: api.cast,
      receipts: api.receiptsOf,
      pause: (milliseconds: number) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds * (0.8 + Math.random() * 0.4));
          this.wake = () => {
            clearTimeout(timer);
            resolve();
          };
        }),
    };
    const delivered = await deliver(
      ballot,
      this.outbox!,
      courier,
      // Without a network or database the screen's own words say all there is to say.
      ({ message, status }) => this.send({ type: 'delayed', message: status === 0 || status >= 500 ? '' : message }),
      (tracker) => {
        this.memory.receipt = { tracker, earlier: false };
      },
    );
    if (delivered.kind === 'receipt') this.receive(delivered.tracker, false);
    else {
      const message = delivered.kind === 'mismatch' ? t('refused.mismatch') : delivered.refusal.message;
      this.send({ type: 'refused', message });
    }
  }

  private receive(tracker: string, earlier: boolean): void {
    this.forget();
    this.memory.receipt = { tracker, earlier };
    this.send({ type: 'receipt', tracker, earlier });
  }

  retrySending(): void {
    this.wake();
  }

  private forget(): void {
    this.credential = undefined;
    this.memory.forgetVote();
    this.booth.stop();
  }

  mark(index: number, vote: Vote): void {
    this.send({ type: 'mark', index, vote });
  }

  /** A scanner or a keyboard may begin by itself. */
  key(key: string): void {
    if (this.state.screen.at === 'waiting' && (key === scanPrefix[0] || /^[0-9a-z]$/i.test(key)))
      this.send({ type: 'begin' });
    if (key === 'Backspace') this.send({ type: 'erase' });
    else if (key.length === 1) this.send({ type: 'key', key });
  }

  prefer(change: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...change };
    this.memory.preferences = this.preferences;
  }

  /** Back to the first screen, clean for the next deputy. */
  leave(): void {
    this.send({ type: 'leave' });
    if (this.state.screen.at !== 'waiting') return;
    this.forget();
    this.memory.wipe();
    this.preferences = defaultPreferences;
    this.election = undefined;
    if (language !== 'zh-CN') chooseLanguage('zh-CN');
    this.warm();
    void this.resume();
  }

  get idleClears(): boolean {
    return this.shared && idleClears(this.state.screen);
  }
}
