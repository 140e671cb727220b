import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ElectionInput,
  electionJson,
  encodingCQuestions,
  fingerprint,
  makeElectionUuid,
  oneOfQuestions,
  parseElection,
  portableGroups,
  readArchive,
  verifyArchive,
} from '../../../core/belenios/index.ts';
import { hasDuplicateKeys } from '../../../core/belenios/json.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { must, random } from './support.ts';

const group = portableGroups('Ed25519');
const key = group.print(group.generatorPower(99n));
const input: ElectionInput = {
  uuid: makeElectionUuid(random),
  group: 'Ed25519',
  publicKey: key,
  name: '高滩镇民生实事项目票决',
  description: '第二次会议',
  questions: encodingCQuestions([{ title: '村道硬化' }, { title: '"饮水"工程' }, { title: '路灯' }], 2),
  extensions: { x_congress: { town: '高滩镇', deputies: 60 }, x_encoding: 'C' },
};
const errorOf = (json: string) => {
  const parsed = parseElection(json);
  return parsed.ok ? undefined : parsed.error;
};

describe('election data', () => {
  it('what is written is what is read', () => {
    const json = electionJson(input);
    const election = must(parseElection(json));
    expect(
      json.startsWith(
        '{"version":1,"description":"第二次会议","name":"高滩镇民生实事项目票决","group":"Ed25519","public_key":',
      ),
    ).toBe(true);
    expect(json).not.toMatch(/administrator|credential_authority|blank/);
    expect([election.uuid, election.name, election.groupName, election.publicKeyText]).toEqual([
      input.uuid,
      input.name,
      'Ed25519',
      key,
    ]);
    expect(election.questions).toEqual(input.questions);
    expect(election.projects).toBe(3);
    expect(election.extensions).toEqual(input.extensions);
    expect(election.unknownKeys).toEqual(['x_congress', 'x_encoding']);
    expect(election.fingerprint).toBe(fingerprint(json));
    expect(election.fingerprint).toMatch(/^[A-Za-z0-9+/]{43}$/);
    expect(fingerprint(`${json} `)).not.toBe(election.fingerprint);
    expect(electionJson({ ...input, administrator: '甲', credentialAuthority: '乙' })).toContain(
      '"administrator":"甲","credential_authority":"乙","x_congress"',
    );
  });

  it('other formatting is another fingerprint but the same election', () => {
    const pretty = JSON.stringify(JSON.parse(electionJson(input)), null, 2);
    expect(must(parseElection(pretty)).questions).toEqual(input.questions);
  });

  it('every unsound text is refused with its reason', () => {
    const json = electionJson(input);
    const cases: [string, unknown][] = [
      ['', { kind: 'not_json' }],
      ['[]', { kind: 'not_json' }],
      [json.replace('"version":1', '"version":2'), { kind: 'version' }],
      [json.replace('"Ed25519"', '"RFC-3526-2048"'), { kind: 'group' }],
      [json.replace(input.uuid, '0OIl0OIl0OIl0O'), { kind: 'uuid' }],
      [json.replace(`"${input.name}"`, '5'), { kind: 'text' }],
      [json.replace(key, key.toUpperCase()), { kind: 'public_key' }],
      [json.replace(key, group.print(group.identity)), { kind: 'public_key' }],
      [json.replace('"min":1', '"min":2'), { kind: 'question', question: 1 }],
      [json.replace('"max":2', '"max":4'), { kind: 'question', question: 0 }],
      [json.replace('"max":2', '"max":1.5'), { kind: 'question', question: 0 }],
      [json.replace('{"answers"', '{"type":"NonHomomorphic","answers"'), { kind: 'question', question: 0 }],
      [json.replace(/"questions":\[.*\],"uuid"/, '"questions":[],"uuid"'), { kind: 'question' }],
      [json.replace('"min":0', '"min":1'), { kind: 'encoding' }],
      [json.replace('"version":1', '"version":1,"na\\u006de":"x"'), { kind: 'duplicate_key' }],
    ];
    for (const [text, error] of cases) expect(errorOf(text), text.slice(0, 60)).toEqual(error);
    expect(errorOf(json)).toBeUndefined();
  });

  it('repeated keys are found wherever they are, and nothing else is', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => !hasDuplicateKeys(JSON.stringify(value))));
    for (const bad of [
      '{"a":1,"a":2}',
      '[{"x":{"a":{},"a":[]}}]',
      '{"a":{"b":1},"b":1,"a":3}',
      '{"a\\u0062":1,"ab":1}',
      '{"a" : 1, "a"\n:2}',
    ])
      expect(hasDuplicateKeys(bad), bad).toBe(true);
    for (const good of ['{"a":"a","b":["a","a"],"c":{"a":"\\"a\\":"}}', '[{"a":1},{"a":1}]', '{"a":{"a":{"a":1}}}'])
      expect(hasDuplicateKeys(good), good).toBe(false);
  });

  it('a key with much space before its colon is still a key', () => {
    expect(hasDuplicateKeys(`{"a":1,"a"${' '.repeat(500)}:2}`)).toBe(true);
  });

  it('encoding C: shape, limit and mistakes', () => {
    const questions = encodingCQuestions([{ title: 'a' }, { title: 'b' }], 9);
    expect(questions.map((q) => [q.min, q.max, q.answers.length])).toEqual([
      [0, 2, 2],
      [1, 1, 3],
      [1, 1, 3],
    ]);
    expect(() => encodingCQuestions([], 1)).toThrow(RangeError);
    expect(() => encodingCQuestions([{ title: 'a' }], -1)).toThrow(RangeError);
    expect(() => encodingCQuestions([{ title: 'a' }], 0.5)).toThrow(RangeError);
    const graded = electionJson({
      ...input,
      questions: oneOfQuestions(['a', 'b', 'c'], ['满意', '基本满意', '不满意']),
      extensions: {},
    });
    expect(must(parseElection(graded)).projects).toBeUndefined();
  });
});

describe('archives under a knife', () => {
  const bytes = readFileSync(new URL('../../vectors/mini-ed25519.bel', import.meta.url));
  const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

  it('no byte can be changed, dropped or added unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('change', 'drop', 'add', 'cut'),
        async (at, by, how) => {
          let knifed = Buffer.from(bytes);
          if (how === 'change') knifed[at] = knifed[at]! ^ by;
          else if (how === 'drop') knifed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
          else if (how === 'add')
            knifed = Buffer.concat([bytes.subarray(0, at), Buffer.from([by]), bytes.subarray(at)]);
          else knifed = Buffer.from(bytes.subarray(0, at));
          const report = await verifyArchive(knifed, { groups: fastGroups });
          expect(report.valid).toBe(isSame(knifed, bytes));
          expect(report.failure?.code).toMatch(/^(archive_|not_archive|no_result|event_|record_)/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('no noise is an archive, and none makes the verifier throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (noise) => {
        expect((await verifyArchive(noise)).failure?.code).toBe('not_archive');
        expect((await verifyArchive(Buffer.concat([bytes.subarray(0, 1024), noise]))).valid).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('the records are the file', () => {
    const archive = must(readArchive(bytes));
    expect([archive.timestamp, archive.records.length]).toEqual([1795367773, 19]);
  });
});
