import { describe, expect, it } from 'vitest';
import { makeCard, qrText, serials, sheets } from '../../../client/console/cards/make-cards.ts';
import { portableGroups, publicCredential, readSpelling } from '../../../core/belenios/index.ts';
import { CardSerial, PublicCard } from '../../../core/contract/index.ts';
import type { ElectionUuid } from '../../../core/ids.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const uuids = ['Abcdefgh123456', 'Bbcdefgh123456'] as ElectionUuid[];

describe('making cards', () => {
  it('numbers real and rehearsal cards apart, as the contract spells them', () => {
    expect(serials(3, false)).toEqual(['A-001', 'A-002', 'A-003']);
    expect(serials(2, true)).toEqual(['演-001', '演-002']);
    const many = serials(1200, false);
    expect(new Set(many).size).toBe(1200);
    expect(many.every((serial) => CardSerial.safeParse(serial).success)).toBe(true);
  });

  it.each([
    'Ed25519',
    'BELENIOS-2048',
  ] as const)('gives a card its public credential in every election (%s)', (name) => {
    const group = portableGroups(name);
    const card = makeCard(group, uuids, serials(1, false)[0]!, random);
    const read = readSpelling(card.printed.code);
    expect(read.ok && uuids.map((uuid) => publicCredential(group, uuid, read.value))).toEqual(card.public.credentials);
    expect(PublicCard.safeParse(card.public).success).toBe(true);
    // What is sent says nothing of the code.
    expect(JSON.stringify(card.public)).not.toContain(card.printed.code.slice(0, 6));
  });

  it('puts the code into the QR in capitals, so that it stays coarse', () => {
    const { printed } = makeCard(portableGroups('Ed25519'), [], serials(1, false)[0]!, random);
    expect(qrText(printed.code)).toMatch(/^PJ1:[0-9A-Z]{30}$/);
    expect(readSpelling(qrText(printed.code).slice(4)).ok).toBe(true);
  });

  it('lays eight cards on a sheet and loses none', () => {
    const cards = Array.from({ length: 70 }, (_, i) => i);
    expect(sheets(cards).flat()).toEqual(cards);
    expect(sheets(cards).map((sheet) => sheet.length)).toEqual([8, 8, 8, 8, 8, 8, 8, 8, 6]);
  });
});
