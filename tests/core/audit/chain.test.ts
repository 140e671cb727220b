import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChainedEvent, canonicalJson, checkLink, eventHash, GENESIS } from '../../../core/audit/chain.ts';
import { auditEvents, describeEvent, misfit } from '../../../core/audit/events.ts';

const event: ChainedEvent = {
  congress: 'c0000000-0000-4000-8000-000000000001',
  seq: 1,
  at: '2026-07-01T01:30:00.123Z',
  kind: 'ballot-opened',
  actor: { account: null, name: '王芳', role: 'presidium' },
  subject: { type: 'ballot', id: 'b1' },
  detail: { present: 58, entitled: 60 },
  disposition: 'done',
  previous: GENESIS,
};

describe('canonical JSON', () => {
  it('has one writing for one value', () => {
    expect(canonicalJson({ b: [1, null, true], a: '票\n"决"', 10: 'x', 9: undefined })).toBe(
      '{"10":"x","a":"票\\n\\"决\\"","b":[1,null,true]}',
    );
    // By UTF-16 code units: a surrogate pair sorts before U+FF5E.
    expect(canonicalJson({ '～': 1, 𠮷: 2 })).toBe('{"𠮷":2,"～":1}');
  });
  it.each([
    [1.5],
    [Number.NaN],
    [2 ** 53],
    [-0],
    ['a\u0000'],
    ['\ud800'],
    [undefined],
    [1n],
    [new Date(0)],
  ])('refuses %s', (value) => {
    expect(() => canonicalJson({ value: [value] })).toThrow(TypeError);
  });
});

describe('the hash of an event', () => {
  it('is what any other tool computes', () => {
    const written =
      '{"actor":{"account":null,"name":"王芳","role":"presidium"},"at":"2026-07-01T01:30:00.123Z","congress":"c0000000-0000-4000-8000-000000000001",' +
      '"detail":{"entitled":60,"present":58},"disposition":"done","kind":"ballot-opened",' +
      `"previous":"${GENESIS}","seq":1,"subject":{"id":"b1","type":"ballot"}}`;
    expect(eventHash(event)).toBe(createHash('sha256').update(written, 'utf8').digest('hex'));
  });
  it('covers every member', () => {
    const changes: Partial<ChainedEvent>[] = [
      { congress: 'other' },
      { seq: 2 },
      { at: '2026-07-01T01:30:00.124Z' },
      { kind: 'ballot-closed' },
      { actor: { ...event.actor, name: '王方' } },
      { subject: null },
      { detail: { present: 59, entitled: 60 } },
      { disposition: 'refused' },
      { previous: '1'.repeat(64) },
    ];
    const hashes = new Set([event, ...changes.map((change) => ({ ...event, ...change }))].map(eventHash));
    expect(Object.keys(event).length).toBe(changes.length);
    expect(hashes.size).toBe(changes.length + 1);
  });
});

describe('checkLink', () => {
  const whole = { ...event, hash: eventHash(event) };
  it('says what is wrong', () => {
    expect(checkLink(whole)).toBeUndefined();
    expect(checkLink(whole, { seq: 1, hash: whole.hash })).toBe('gap');
    expect(checkLink({ ...whole, previous: '1'.repeat(64) })).toBe('previous-differs');
    expect(checkLink({ ...whole, kind: 'ballot-closed' })).toBe('hash-differs');
    expect(checkLink({ ...whole, detail: { present: 0.5 } })).toBe('hash-differs');
  });
});

describe('the list of events', () => {
  it('says each in Chinese and English', () => {
    for (const [kind, definition] of Object.entries(auditEvents)) {
      expect(definition.zh, kind).toMatch(/\p{Script=Han}/u);
      expect(definition.en, kind).toMatch(/^[A-Z][ -~]+$/);
      expect(describeEvent(kind, 'zh')).toBe(definition.zh);
    }
  });
  it('has no room for what would join a deputy to a card or a ballot', () => {
    expect(auditEvents['card-activated'].detail).toEqual([]);
    expect(auditEvents['card-activated'].subject).toBe('session');
    for (const [kind, { subject, detail }] of Object.entries(auditEvents)) {
      expect(kind).not.toMatch(/cast/);
      for (const secret of ['serial', 'card', 'credential', 'hash', 'deputy'])
        expect(detail as readonly string[], kind).not.toContain(secret);
      if (subject === 'deputy') expect(detail, kind).not.toContain('ballot');
    }
  });
  it('refuses a subject or a detail that the kind does not have', () => {
    const loose = (value: object) => misfit(value as Parameters<typeof misfit>[0]);
    expect(loose({ kind: 'card-activated', subject: { type: 'session', id: 's' } })).toBeUndefined();
    expect(loose({ kind: 'card-activated', subject: { type: 'card', id: 'A-017' } })).toMatch(/subject/);
    expect(
      loose({ kind: 'card-activated', subject: { type: 'session', id: 's' }, detail: { serial: 'A-017' } }),
    ).toMatch(/serial/);
    expect(loose({ kind: 'ballot-cast', subject: null })).toMatch(/unknown/);
  });
});
