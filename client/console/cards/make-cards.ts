import type { z } from 'zod';
import { type Group, makeCredential, publicCredential, spellCredential } from '../../../core/belenios/index.ts';
import type { PublicCard } from '../../../core/contract/session.ts';
import type { CardSerial, ElectionUuid } from '../../../core/ids.ts';
import type { Random } from '../../../core/result.ts';

/** What is printed on one card: the outer serial and, inside, the code. The code exists here and on paper only. */
export interface PrintedCard {
  readonly serial: CardSerial;
  /** Five groups of six, parted by spaces. */
  readonly code: string;
}

export interface MadeCard {
  readonly printed: PrintedCard;
  readonly public: z.output<typeof PublicCard>;
}

/** `A-001` …, on rehearsal cards `演-001` …; all of one length, so that they sort. */
export function serials(count: number, rehearsal: boolean): CardSerial[] {
  const digits = count > 999 ? 4 : 3;
  return Array.from(
    { length: count },
    (_, i) => `${rehearsal ? '演' : 'A'}-${String(i + 1).padStart(digits, '0')}` as CardSerial,
  );
}

/** One card: a fresh credential, spelt for the paper, and its public part for each of the session's elections. */
export function makeCard(group: Group, uuids: readonly ElectionUuid[], serial: CardSerial, random: Random): MadeCard {
  const credential = makeCredential(random);
  return {
    printed: { serial, code: spellCredential(credential) },
    public: { serial, credentials: uuids.map((uuid) => publicCredential(group, uuid, credential)) },
  };
}

/** What the QR inside a card says: capitals, digits and a colon only, which makes a coarse code that scans easily. */
export const qrText = (code: string): string => `PJ1:${code.replaceAll(' ', '')}`;

export const cardsPerSheet = 8;
/** Cards by A4 sheet. */
export const sheets = <T>(cards: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(cards.length / cardsPerSheet) }, (_, i) =>
    cards.slice(i * cardsPerSheet, (i + 1) * cardsPerSheet),
  );
