import { commitmentOfCast } from '../../core/belenios/challenge.ts';
import type { Credential, RowVote } from '../../core/belenios/index.ts';
import type { Congress } from '../../core/contract/identity.ts';
import type { CongressId } from '../../core/ids.ts';
import { follow } from '../api/live.ts';
import { ReachOfHall } from '../api/reach.svelte.ts';
import { chooseLanguage, language } from '../i18n/index.ts';
import * as api from './api.ts';
import { Booth } from './booth.ts';
import { credentialOf, emptyEntry, scanPrefix } from './code-entry.ts';
import { isFinal } from './delivery.ts';
import { KioskDevice } from './device.svelte.ts';
import { openDrafts } from './draft.ts';
import { CLEAR_AFTER } from './idle.ts';
import {
  firstState,
  type Hall,
  type HallBallot,
  idleClears,
  isFillingIn,
  type KioskEvent,
  type KioskState,
  mayBegin,
  type Screen,
  step,
} from './kiosk-state.ts';
import { isGraded, type Marks, noMarks, readMarks, votesOf } from './marks.ts';
import { defaultPreferences, Memory, type Preferences } from './memory.ts';
import { type LostVote, MotionDesk } from './motion/motion-desk.ts';
import { Dispatch, type News } from './offline/dispatch.svelte.ts';
import { Shelf } from './offline/shelf.ts';
import { Shell } from './offline/shell.ts';
import { type Drawers, type Outgoing, openDrawers } from './outbox.ts';
import { openOwnCard } from './own-card.ts';
import { Sealing } from './sealing.ts';
import { speech } from './speech.svelte.ts';
import { openCredential } from './tablet/open.ts';
import { t } from './texts.ts';
import { findWay, typesCodes } from './way.ts';

/** How long a page that starts waits for the hall's state before it begins with the one it last heard, in ms. */
const PATIENCE = 3000;

const noBallotOpen: readonly Screen['at'][] = ['code', 'motion', 'kept'];

/** Joins the pure state machine to the world: server, worker, storage. Everything the screens do goes through here. */
export class Controller {
  state = $state.raw<KioskState>(firstState);
  preferences = $state.raw<Preferences>(defaultPreferences);
  /** To choose from, when the address names none and there are several; null while unknown. */
  congresses = $state.raw<readonly Congress[] | null>(null);

  /** On a personal tablet: the session's card is on it, and begins with one tap. */
  ownCard = $state.raw<Credential | undefined>(undefined);

  /** Where a phone reaches the public page, for an opened ballot's QR code. */
  readonly reach = new ReachOfHall();

  private readonly memory = new Memory(sessionStorage);
  private readonly drafts = openDrafts(this.memory);
  private readonly own = openOwnCard();
  /** The card that is being checked, or was refused for now. */
  private asked: Credential | undefined;
  private readonly booth = new Booth();
  private readonly sealing = new Sealing(this.booth);
  private drawers: Drawers | undefined;
  private readonly shelf = new Shelf(() => this.drawers?.shelf);
  private readonly shell = new Shell(() => this.state.screen.at === 'waiting' && !this.memory.taken);
  /** Ballots that wait on this tablet for the network. */
  readonly dispatch = new Dispatch(
    api,
    (ballot, news) => this.onNews(ballot, news),
    () => t('refused.mismatch'),
  );
  private credential: Credential | undefined;
  /** Its public part, for questions about it. */
  private publicCredential = '';
  private election: { uuid: string; json: string } | undefined;
  /** A card that could not be checked: opens the ballot with it all the same. */
  private proceeding: (() => void) | undefined;
  /** The next deputy should find Chinese again, as soon as the page can be shown anew. */
  private owesChinese = false;
  /** Procedural motions. */
  readonly motions = new MotionDesk(this);
  /** Votes on motions that were not taken after their deputies had left. */
  lostVotes = $state.raw<readonly LostVote[]>([]);

  /** As which tablet staff paired this one. */
  readonly device = new KioskDevice({
    screen: () => this.state.screen,
    keeps: () => this.dispatch.waiting.length,
    changed: () => void this.findOwnCard().then(() => this.tablet.update()),
    release: () => void this.releaseCard(),
    suspended: () => speech.stop(),
  });
  private readonly named = new URLSearchParams(location.search);

  /** In a session without cards: the credential this tablet makes for its deputy. */
  readonly tablet = openCredential({
    hall: () => this.state.hall,
    device: () => {
      const { own } = this.device;
      return own && { name: own.name, personal: own.mode === 'personal' };
    },
    card: async () => {
      await this.findOwnCard();
      return this.ownCard;
    },
    keepCard: (credential) => this.keepOwnCard(credential),
    dropCard: async () => {
      this.ownCard = undefined;
      await this.own.forget();
    },
  });

  /** Whether the hall's session has tablets make their own credentials. */
  get withoutCards(): boolean {
    return Boolean(this.state.hall?.session?.tablets);
  }

  /** As staff set it for the paired tablet; else shared, unless it was set up as one deputy's own with `?device=personal`. */
  get shared(): boolean {
    return this.device.own ? this.device.own.mode === 'shared' : this.named.get('device') !== 'personal';
  }

  async start(): Promise<void> {
    this.preferences = this.memory.preferences;
    addEventListener('online', () => this.dispatch.wake());
    addEventListener('pagehide', () => this.memory.handOver());
    addEventListener('pageshow', () => this.memory.takeOver());
    void this.shell.start();
    void findWay();
    this.drawers = await openDrawers();
    await this.dispatch.start(this.drawers);
    // The tablet was off, or its browser was killed: on a shared one its deputy has as long as anybody who is idle.
    if (await this.drafts.start()) setTimeout(() => this.shared && this.drafts.keepOnly(null), CLEAR_AFTER);
    const { receipt, sending } = this.memory;
    if (receipt) this.send({ type: 'receipt', ...receipt });
    else if (sending) this.resume(sending);
    await this.device.start();
    void this.motions.resume();
    await this.findCongress();
  }

  /** After a reload: the deputy who waited for their ballot to be sent goes on waiting, or is told what became of it. */
  private resume(tracker: string): void {
    const settled = this.dispatch.settled.find(({ id }) => id === tracker);
    if (settled?.fate === 'cast') this.receive(tracker, false);
    else if (settled) this.send({ type: 'refused', tracker, message: settled.message });
    else if (this.dispatch.waiting.some((ballot) => ballot.tracker === tracker))
      this.send({ type: 'sending', tracker });
  }

  private async findCongress(): Promise<void> {
    const named = this.device.own?.congress.id ?? this.named.get('congress');
    if (named) return this.enter(named as CongressId);
    const found = await api.setup();
    if (!found.ok) {
      const kept = await this.shelf.hall();
      if (kept) return this.enter(kept.congress.id);
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
    let live = false;
    const arrive = (hall: Hall, fresh: boolean) => {
      this.send({ type: 'hall', hall });
      if (fresh) this.drafts.keepOnly(mayBegin(hall) ? (hall.ballot?.uuid ?? null) : null);
      void this.findOwnCard().then(() => this.tablet.update());
      // What was last heard may be out of date: it opens a ballot again, and closes none.
      if (first && (fresh || mayBegin(hall))) {
        first = false;
        this.restore();
      }
      this.warm();
    };
    let asked = 0;
    let taken = 0;
    const refresh = async () => {
      const question = ++asked;
      const found = await api.hallOf(congress);
      this.connect(found.ok || found.error.code !== 'offline');
      // An answer that was overtaken by a later one is old news: it must not close a ballot that is open.
      if (!found.ok || question < taken) return;
      taken = question;
      arrive(found.value, true);
      void this.shelf.keep({ id: 'hall', hall: found.value });
      if (found.value.ballot) this.dispatch.forgetOthers(found.value.ballot.uuid);
    };
    void refresh();
    // No network when the page starts: it begins with what it last heard.
    void this.shelf.hall(congress).then(async (kept) => {
      await new Promise((resolve) => setTimeout(resolve, navigator.onLine ? PATIENCE : 0));
      if (kept && first && !this.state.hall) arrive(kept, false);
    });
    follow(
      congress,
      ({ topic }) => {
        this.device.heard(topic);
        // The desk may have approved this tablet, or revoked it.
        if (topic === 'devices' && this.withoutCards) void this.tablet.update();
        if (topic === 'hall' || topic === 'everything') void refresh();
      },
      (up) => {
        live = up;
        // A socket may close for other reasons: asking tells whether the network is gone.
        if (up) this.connect(true);
        else void refresh();
      },
    );
    for (const event of ['online', 'offline']) addEventListener(event, () => void refresh());
    // Where no socket gets through, asking now and then still works; and a socket may be dead without knowing it.
    let turn = 0;
    setInterval(() => {
      turn += 1;
      if (!live || !this.state.connected || turn % 3 === 0) void refresh();
    }, 10_000);
  }

  private connect(up: boolean): void {
    const before = this.state.connected;
    this.send({ type: 'connection', up });
    if (!up || before) return;
    this.dispatch.wake();
    this.motions.retry();
    void this.lookAgain();
    // Now, and not when a deputy opens a ballot: nobody else is told of that.
    void this.reach.ask();
    this.warm();
    if (this.owesChinese && this.state.screen.at === 'waiting') this.speak('zh-CN');
    void this.shell.look();
  }

  /** The card kept for the hall's session; a shared tablet keeps none, and one of another session is wiped. */
  private async findOwnCard(): Promise<void> {
    const { hall } = this.state;
    if (!this.shared && !hall) return;
    const session = this.shared ? null : (hall?.session?.id ?? null);
    const before = this.ownCard;
    const kept = await this.own.of(session);
    // A card that was checked meanwhile is the newer news.
    if (this.ownCard === before) this.ownCard = kept;
  }

  keepOwnCard(credential: Credential): void {
    const session = this.state.hall?.session?.id;
    if (this.shared || !session) return;
    this.ownCard = credential;
    void this.own.keep(session, credential);
  }

  /** The card leaves this tablet: another deputy takes it over, or the staff release or un-pair it. */
  async releaseCard(): Promise<void> {
    this.ownCard = undefined;
    this.leave();
    this.drafts.forget();
    await Promise.all([this.own.forget(), this.tablet.forget()]);
    await this.tablet.update();
  }

  /** The one large button: the kept card goes straight on, else the camera, or the keypad where there is none. */
  begin(): void {
    const { ownCard } = this;
    // Nothing is scanned where there are no cards.
    if (!ownCard && this.withoutCards) return void this.tablet.update();
    this.send({ type: 'begin', scan: ownCard !== undefined || !typesCodes() });
    if (ownCard) void this.check(ownCard);
  }

  /** After a reload: the same card goes on where it was. */
  private restore(): void {
    if (this.state.screen.at !== 'waiting') return;
    // Closed while the page was away: nothing is left to go on with.
    if (!mayBegin(this.state.hall)) {
      this.forgetVote();
      return;
    }
    const { credential, entry } = this.memory;
    if (credential) {
      this.send({ type: 'begin' });
      void this.check(credential, true);
    } else if (entry) this.send({ type: 'begin', entry });
  }

  send(event: KioskEvent): void {
    const before = this.state.screen;
    this.state = step(this.state, event);
    const { screen } = this.state;
    if (screen === before) return;
    // The ballot ended while a card was being given: nothing of it, nor of how its deputy reads, is left for the next.
    if (event.type === 'hall' && before.at === 'code' && screen.at === 'waiting') this.clear(before);
    if (screen.at === 'code') {
      if (!screen.motion && screen.entry !== (before.at === 'code' ? before.entry : emptyEntry))
        this.memory.entry = screen.entry;
      const complete = !screen.checking && !screen.refusal && before.at === 'code' && screen.entry !== before.entry;
      const credential = complete ? credentialOf(screen.entry) : undefined;
      if (credential) void this.check(credential);
    }
    if (screen.at === 'marking' && this.credential) this.drafts.save(screen.ballot.uuid, this.credential, screen.marks);
    if (screen.at === 'review' && before.at !== 'review') this.seal(screen.marks);
    else if (screen.at === 'marking') this.sealing.drop();
    if (screen.at === 'closed') this.forget();
    if (before.at !== screen.at) speech.stop();
  }

  /** Reads the election of the hall's ballot and makes the worker ready for it. */
  private async prepare(ballot: HallBallot) {
    if (this.election?.uuid !== ballot.uuid) {
      const { uuid } = ballot;
      const fresh = await api.electionText(uuid);
      const json = fresh ?? (await this.shelf.election(uuid));
      if (json === undefined) return undefined;
      if (fresh !== undefined) void this.shelf.keep({ id: 'election', uuid, json: fresh });
      this.election = { uuid, json };
    }
    return this.booth.prepare(this.election.json);
  }

  private warm(): void {
    const ballot = this.state.hall?.ballot;
    if (ballot?.state === 'open' && ballot.medium === 'tablet' && this.election?.uuid !== ballot.uuid)
      this.prepare(ballot).catch(() => {});
  }

  /**
   * Derives the card's public credential and asks whether it may vote, before anything is marked. An answer that comes after the deputy has
   * left is nobody's: the next one may be standing there with another card. Without a network the deputy decides whether to go on unchecked;
   * a card that was `known` before a reload goes on.
   */
  async check(credential: Credential, known = false): Promise<void> {
    const { screen } = this.state;
    if (screen.at === 'code' && screen.motion) {
      this.asked = credential;
      return this.motions.check(credential, screen.motion);
    }
    const ballot = this.state.hall?.ballot;
    if (!ballot) return;
    this.send({ type: 'check' });
    const { screen: asking } = this.state;
    if (asking.at !== 'code') return;
    const left = () => this.state.screen !== asking;
    const refuse = (message: string, retry: boolean, proceed = false) =>
      this.send({ type: 'card-refused', message, retry, proceed });
    this.proceeding = undefined;
    this.asked = credential;
    try {
      const prepared = await this.prepare(ballot);
      if (left()) return;
      if (!prepared) return refuse(t('waiting.offline'), true);
      const agrees =
        prepared.uuid === ballot.uuid &&
        prepared.fingerprint === ballot.electionHash &&
        prepared.keyFingerprint === ballot.keyFingerprint &&
        prepared.projects === ballot.projects.length &&
        prepared.graded === isGraded(ballot) &&
        prepared.limit === Math.min(ballot.limit, ballot.projects.length) &&
        ballot.projects.every(({ title }, i) => prepared.titles[i]?.includes(title));
      if (!agrees) return refuse(t('code.mismatch'), false);
      const name = await this.booth.card(credential);
      if (left()) return;
      const waiting = this.dispatch.of(`${ballot.uuid}:${name}`);
      if (waiting) return this.wait(waiting);
      const found = await api.cardState(ballot.uuid, name);
      if (left()) return;
      if (found.ok) this.keepOwnCard(credential);
      // A card that is none, or revoked, is not worth keeping: the next one is scanned.
      else if (found.error.code.startsWith('card-') && credential === this.ownCard) {
        this.ownCard = undefined;
        void this.own.forget().then(() => this.tablet.update());
      }
      if (found.ok && found.value.receipt) return this.receive(found.value.receipt.tracker, true);
      this.publicCredential = name;
      if (found.ok || (known && found.error.code === 'offline')) return this.open(ballot, credential);
      if (found.error.code !== 'offline') return refuse(found.error.message, !isFinal(found.error));
      this.connect(false);
      refuse(t(this.withoutCards ? 'code.unchecked.tablets' : 'code.unchecked'), true, true);
      const { screen: refused } = this.state;
      this.proceeding = () => {
        if (this.state.screen !== refused) return;
        this.send({ type: 'check' });
        this.open(ballot, credential);
      };
    } catch {
      if (left()) return;
      this.booth.stop();
      refuse(t('code.broken'), true);
    }
  }

  private open(ballot: HallBallot, credential: Credential): void {
    this.credential = credential;
    this.memory.credential = credential;
    const draft = this.drafts.of(ballot.uuid, credential);
    const kept = readMarks(draft, ballot.projects.length, ballot.limit, isGraded(ballot));
    const { view } = this.preferences;
    this.send({ type: 'card-good', ballot, marks: kept ?? noMarks(ballot.projects.length), view });
  }

  /** The same deputy gives the card once more, from the first group on. */
  again(): void {
    this.proceeding = undefined;
    this.asked = undefined;
    this.send({ type: 'restart' });
  }

  /** Asks once more about the card that was refused for now. */
  recheck(): void {
    if (this.asked) void this.check(this.asked);
  }

  /** The deputy goes on with a card that cannot be checked now: what is wrong with it is told when the ballot is handed in. */
  proceed(): void {
    this.proceeding?.();
  }

  /**
   * The network is back, and the card of the ballot in front may have voted on another tablet meanwhile, or have been replaced: then nothing
   * of what was marked stays in front of whoever stands here now.
   */
  private async lookAgain(): Promise<void> {
    const { credential } = this;
    const { screen } = this.state;
    if (!credential || !isFillingIn(screen)) return;
    const found = await api.cardState(screen.ballot.uuid, this.publicCredential);
    if (this.credential !== credential || !isFillingIn(this.state.screen)) return;
    if (found.ok && found.value.receipt) {
      this.leave();
      this.receive(found.value.receipt.tracker, true);
    } else if (!found.ok && found.error.code.startsWith('card-')) {
      this.leave();
      this.send({ type: 'refused', tracker: '', message: found.error.message });
    }
  }

  private encrypt(marks: Marks) {
    const { credential, election } = this;
    if (!credential || !election) throw new Error('nothing to cast with');
    const progress = (share: number) => this.send({ type: 'progress', share });
    return this.booth.encrypt(election.json, credential, votesOf(marks), progress);
  }

  private seal(marks: Marks): void {
    if (!this.credential || !this.election) return;
    this.sealing.start(this.encrypt(marks), (commitment) => this.send({ type: 'sealed', commitment }));
  }

  /** Opens the ballot under review instead of casting it. Nobody else is told. */
  async challenge(): Promise<void> {
    const before = this.state.screen;
    this.send({ type: 'challenge' });
    const { screen } = this.state;
    if (screen === before || screen.at !== 'challenge') return;
    const left = () => this.state.screen !== screen;
    try {
      await this.sealing.take();
      const text = await this.booth.open();
      if (!left()) this.send({ type: 'opened', text });
    } catch {
      if (!left()) this.send({ type: 'again' });
    }
  }

  /** Encrypts, keeps, then sends: in this order, so that nothing is lost whatever happens in between. */
  async cast(): Promise<void> {
    const before = this.state.screen;
    this.send({ type: 'cast' });
    const { screen } = this.state;
    const { drawers } = this;
    if (screen === before || screen.at !== 'casting') return;
    try {
      if (!drawers) throw new Error('nowhere to keep it');
      const { json, tracker, credential } = await (this.sealing.take() ?? this.encrypt(screen.marks));
      const { uuid } = screen.ballot;
      const kept = await drawers.outbox.keep({ id: `${uuid}:${credential}`, uuid, json, tracker });
      // With the worker goes the seed: nobody can open a ballot that was cast.
      this.booth.stop();
      this.wait(kept);
    } catch {
      this.booth.stop();
      this.send({ type: 'failed' });
    }
  }

  /** The ballot is kept: its deputy waits for the receipt. */
  private wait(ballot: Outgoing): void {
    const again = this.dispatch.of(ballot.id) !== undefined;
    this.credential = undefined;
    this.forgetVote();
    this.memory.sending = ballot.tracker;
    // From the very text that is sent, not from what was shown: a deputy compares the two.
    this.memory.commitment = commitmentOfCast(ballot.json);
    this.send({ type: 'sending', tracker: ballot.tracker });
    if (again) this.dispatch.wake();
    else this.dispatch.send(ballot);
  }

  private onNews({ tracker }: Outgoing, news: News): void {
    if (news.kind === 'delayed') {
      const { code, message, status } = news.refusal;
      if (code === 'offline') this.connect(false);
      // Without a network or database the screen's own words say all there is to say.
      this.send({ type: 'delayed', tracker, message: status === 0 || status >= 500 ? '' : message });
      return;
    }
    const { screen } = this.state;
    if (screen.at !== 'sending' || screen.tracker !== tracker) return;
    if (news.settled.fate === 'cast') this.receive(tracker, false);
    else this.send({ type: 'refused', tracker, message: news.settled.message });
  }

  private receive(tracker: string, earlier: boolean): void {
    this.forget();
    const receipt = { tracker, earlier, commitment: earlier ? undefined : this.memory.commitment };
    this.memory.receipt = receipt;
    this.send({ type: 'receipt', ...receipt });
  }

  lose(vote: LostVote): void {
    this.lostVotes = [...this.lostVotes, vote];
  }
  told(vote: string): void {
    this.lostVotes = this.lostVotes.filter(({ id }) => id !== vote);
  }

  retrySending(): void {
    this.dispatch.wake();
  }

  /** The deputy has read that the ballot was not cast. */
  acceptRefusal(tracker: string): void {
    void this.dispatch.seen(tracker);
    this.leave();
  }

  /** The card and the marks are no longer needed and must not stay. */
  private forgetVote(): void {
    this.memory.forgetCard();
    this.drafts.forget();
  }

  private forget(): void {
    this.forgetCard();
    this.drafts.forget();
  }

  private forgetCard(): void {
    this.credential = undefined;
    this.asked = undefined;
    this.motions.forget();
    this.memory.forgetCard();
    this.sealing.drop();
    this.booth.stop();
  }

  mark(index: number, vote: RowVote): void {
    this.send({ type: 'mark', index, vote });
  }

  /** A scanner or a keyboard may begin by itself. */
  key(key: string): void {
    // Without cards nothing is typed.
    if (this.withoutCards) return;
    if (this.state.screen.at === 'waiting' && (key === scanPrefix[0] || /^[0-9a-z]$/i.test(key))) {
      if (this.state.hall?.motion) this.motions.begin();
      else this.send({ type: 'begin' });
    }
    if (key === 'Backspace') this.send({ type: 'erase' });
    else if (key.length === 1) this.send({ type: 'key', key });
  }

  prefer(change: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...change };
    this.memory.preferences = this.preferences;
  }

  /** Back to the first screen, clean for the next deputy. */
  leave(): void {
    const { screen } = this.state;
    this.send({ type: 'leave' });
    if (this.state.screen.at === 'waiting') this.clear(screen);
  }

  /** What is on the first screen is for the next deputy. */
  private clear(screen: Screen): void {
    if (screen.at === 'receipt') void this.dispatch.seen(screen.tracker);
    this.proceeding = undefined;
    this.memory.wipe();
    // Whoever had opened no ballot leaves that of a deputy alone who is on the way back to this tablet.
    if (noBallotOpen.includes(screen.at)) this.forgetCard();
    else this.forget();
    this.preferences = defaultPreferences;
    this.election = undefined;
    if (language !== 'zh-CN') this.speak('zh-CN');
    this.warm();
    void this.shell.look();
  }

  /** Another language needs the page again: not while it could not come. */
  speak(next: typeof language): void {
    this.owesChinese = !this.canReload && next === 'zh-CN';
    if (this.canReload) chooseLanguage(next);
  }
  get canReload(): boolean {
    return this.state.connected || Boolean(navigator.serviceWorker?.controller);
  }

  get idleClears(): boolean {
    return this.shared && !this.device.suspended && idleClears(this.state.screen);
  }
}
