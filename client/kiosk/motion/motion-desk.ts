import type { Credential } from '../../../core/belenios/index.ts';
import { motion as routes } from '../../../core/contract/motion.ts';
import { call } from '../../api/call.ts';
import { newId } from '../../api/new-id.ts';
import type { KioskEvent, KioskState } from '../kiosk-state.ts';
import { t as kioskTexts } from '../texts.ts';
import { typesCodes } from '../way.ts';
import { deliverVote, mayPass } from './deliver-vote.ts';
import { type KeptVote, KeptVotes } from './kept.ts';
import { type HallMotion, isSending, type MotionEvent } from './motion-state.ts';
import { Signer } from './signer.ts';

/** What a motion needs of the kiosk around it. */
export interface MotionHost {
  readonly state: KioskState;
  send(event: KioskEvent): void;
  /** The card that stays on this tablet for the session, on a personal one: it is not asked for again. */
  readonly ownCard: Credential | undefined;
  keepOwnCard(credential: Credential): void;
  /** A vote whose deputy had left was not taken: it is told by staff. */
  lose(vote: LostVote): void;
}

export interface LostVote {
  readonly id: string;
  readonly title: string;
  /** Why, in the reader's words. */
  readonly message: string;
}

/** Joins the motion's part of the state machine to the world: card, signature, kept vote, server. */
export class MotionDesk {
  private readonly signer = new Signer();
  private readonly votes = new KeptVotes(() => localStorage);
  private credential: Credential | undefined;
  private readonly wakers = new Set<() => void>();

  constructor(private readonly host: MotionHost) {}

  send(event: MotionEvent): void {
    this.host.send({ type: 'motion', event });
  }

  /** Asks for the card, or goes on with the one that stays on this tablet. */
  begin(): void {
    const card = this.host.ownCard;
    this.send({ is: 'begin', scan: card !== undefined || !typesCodes() });
    const { screen } = this.host.state;
    if (card && screen.at === 'code' && screen.motion) void this.check(card, screen.motion);
  }

  /** Asks whether the card may vote, before anything is chosen. An answer that comes after the deputy has left is nobody's. */
  async check(secret: Credential, motion: HallMotion): Promise<void> {
    this.host.send({ type: 'check' });
    const asking = this.host.state.screen;
    if (asking.at !== 'code') return;
    const left = () => this.host.state.screen !== asking;
    const refuse = (message: string, retry: boolean) => this.host.send({ type: 'card-refused', message, retry });
    try {
      const credential = await this.signer.credential(motion, secret);
      if (left()) return;
      const found = await call(routes.motionCard, { params: { motion: motion.id }, body: { credential } });
      if (left()) return;
      if (!found.ok) return refuse(found.error.message, mayPass(found.error));
      this.host.keepOwnCard(secret);
      if (found.value.voted) return this.send({ is: 'voted' });
      this.credential = secret;
      this.send({ is: 'good' });
    } catch {
      if (left()) return;
      this.signer.stop();
      refuse(kioskTexts('code.broken'), true);
    }
  }

  /** Signs, keeps, then sends: in this order, so that nothing is lost whatever happens in between. */
  async vote(): Promise<void> {
    const before = this.host.state.screen;
    const vote = newId<string>();
    this.send({ is: 'send', vote });
    const { screen } = this.host.state;
    // A second tap finds the vote on its way and does nothing.
    if (screen === before || screen.at !== 'motion' || screen.step.is !== 'sending' || !screen.step.choice) return;
    const { motion, step } = screen;
    try {
      if (!this.credential) throw new Error('no card');
      const choice = step.choice!;
      const signed = await this.signer.sign(motion, this.credential, choice);
      const kept = this.votes.keep({ motion, vote: { choice, ...signed } });
      this.forget();
      await this.deliver(kept, vote);
    } catch {
      this.signer.stop();
      this.send({ is: 'failed', vote });
    }
  }

  /** Sends what an earlier page left unsent, one after the other. */
  async resume(): Promise<void> {
    for (const kept of this.votes.all()) {
      const vote = newId<string>();
      this.send({ is: 'resume', motion: kept.motion, vote });
      await this.deliver(kept, vote);
    }
  }

  retry(): void {
    for (const wake of this.wakers) wake();
  }

  /** The deputy is done or gone: nothing of the card stays here. */
  forget(): void {
    this.credential = undefined;
    this.signer.stop();
  }

  private async deliver(kept: KeptVote, vote: string): Promise<void> {
    const refusal = await deliverVote(
      kept,
      this.votes,
      {
        vote: ({ motion, vote }) => call(routes.voteMotion, { params: { motion: motion.id }, body: vote }),
        pause: (milliseconds) =>
          new Promise((resolve) => {
            const wake = () => {
              clearTimeout(timer);
              this.wakers.delete(wake);
              resolve();
            };
            const timer = setTimeout(wake, milliseconds * (0.8 + Math.random() * 0.4));
            this.wakers.add(wake);
          }),
      },
      ({ message, status }) =>
        this.send({ is: 'delayed', vote, message: status === 0 || status >= 500 ? '' : message }),
    );
    const { screen } = this.host.state;
    const watched = screen.at === 'motion' && isSending(screen.step, vote);
    this.send(refusal ? { is: 'refused', vote, message: refusal.message } : { is: 'done', vote });
    if (refusal && !watched) this.host.lose({ id: vote, title: kept.motion.title, message: refusal.message });
  }
}
