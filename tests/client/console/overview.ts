import type { Overview } from '../../../core/contract/session.ts';
import { defaultMethod } from '../../../core/rules/method.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

type Changes = Partial<Omit<Overview, 'ballot'>> & { ballot?: Partial<Overview['ballot']> };

/** A town with 60 deputies, everything ready to open, changed as a test needs. */
export function overviewWith({ ballot, ...changes }: Changes = {}): Overview {
  const base = {
    session: { id: id(1), name: '第二次会议', year: 2027, rehearsal: false, rehearsalOf: null, inHall: true },
    method: defaultMethod(12),
    methodSaved: true,
    entitled: 60,
    present: 58,
    quorum: 40,
    passMark: 31,
    candidates: 12,
    cards: { made: 70, activated: 58, revoked: 0 },
    electionUuids: [],
    scrutineers: [1, 2, 3].map((index) => ({
      index,
      account: id(10 + index),
      name: `监票人${index}`,
      role: index === 1 ? 'chief-scrutineer' : 'scrutineer',
      round: 3,
      compared: true,
      decrypted: false,
      certified: false,
    })),
    ballots: [],
    next: null,
    proposals: [],
    rehearsal: null,
  };
  return {
    ...base,
    ...changes,
    ballot: {
      id: id(2),
      uuid: 'abcdefghijkmnp',
      which: { kind: 'projects', round: 1, again: false, ordinal: 0, follows: null, repeats: null },
      state: 'keyed',
      medium: 'tablet',
      void: null,
      papers: { spares: 0, issued: 0, entered: 0, void: 0, missing: 0 },
      attempt: 1,
      keyFingerprint: 'abcd',
      electionHash: null,
      issued: 0,
      returned: 0,
      pendingProofs: 0,
      rejected: 0,
      presentAtOpen: null,
      presentAtClose: null,
      annulledReason: null,
      lastEvent: null,
      openedAt: null,
      closedAt: null,
      publishedAt: null,
      ...ballot,
    },
  } as Overview;
}
