import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countApprovals, parsePb } from '../../../core/pabulib/parse.ts';
import type { PbCode } from '../../../core/pabulib/problem.ts';
import { makePb } from './make.ts';

const small = readFileSync(new URL('./small.pb', import.meta.url), 'utf8');

describe('Pabulib files', () => {
  it('reads a file whose counts are published in it', () => {
    const result = parsePb(small);
    if (!result.ok) throw new Error(result.error.en);
    const { projects, votes, maxLength, meta } = result.value;
    expect(meta.country).toBe('Testland');
    expect(maxLength).toBe(3);
    expect(projects.map((project) => project.name)).toEqual([
      'Water pipes; north bank',
      'Lamps, called "bright"',
      'Foot bridge',
      'Playground',
    ]);
    expect(projects[1]?.cost).toBe(80000.5);
    expect(votes[3]?.approved).toEqual([]);
    const counts = countApprovals(result.value);
    for (const project of projects) expect(counts.get(project.id)).toBe(project.declaredVotes);
  });

  it('reads any election in any style of writing', () => {
    const style = fc.record({
      newline: fc.constantFrom('\n', '\r\n'),
      mark: fc.boolean(),
      quoteAll: fc.boolean(),
      columns: fc.shuffledSubarray(['voter_id', 'vote', 'note'] as const, { minLength: 3 }),
    });
    const election = fc
      .uniqueArray(fc.stringMatching(/^[A-Z]?[0-9]{1,3}$/), { minLength: 1, maxLength: 6 })
      .chain((ids) =>
        fc.record({
          projects: fc.constant(ids).chain((all) =>
            fc.tuple(
              ...all.map((id) =>
                fc.record({
                  id: fc.constant(id),
                  name: fc.constantFrom('路灯', 'a;b', 'say "hi"', 'two\nlines', ''),
                }),
              ),
            ),
          ),
          votes: fc.array(fc.shuffledSubarray(ids), { maxLength: 8 }),
        }),
      );
    fc.assert(
      fc.property(election, style, (made, how) => {
        const result = parsePb(makePb(made, how));
        if (!result.ok) throw new Error(result.error.en);
        expect(result.value.projects.map(({ id, name }) => ({ id, name }))).toEqual(made.projects);
        expect(result.value.votes.map((vote) => vote.approved)).toEqual(made.votes);
      }),
    );
  });

  it.each<[PbCode, number, (text: string) => string]>([
    ['empty', 1, () => ' \n\n'],
    ['text-before-section', 1, () => 'name,vote\n1,2\n'],
    ['unclosed-quote', 13, (text) => text.replace('north bank"', 'north bank')],
    ['missing-section', 16, (text) => text.slice(0, text.indexOf('VOTES'))],
    ['duplicate-section', 17, (text) => text.replace('VOTES', 'PROJECTS')],
    ['missing-column', 12, (text) => text.replace('project_id', 'id')],
    ['duplicate-column', 12, (text) => text.replace('cost;', 'name;')],
    ['short-row', 19, (text) => text.replace('34;v1;1,2;F', '34;v1;1,2')],
    ['long-row', 15, (text) => text.replace('Foot bridge', 'Foot; bridge')],
    ['missing-meta', 1, (text) => text.replace('vote_type;approval\n', '')],
    ['vote-type', 8, (text) => text.replace('approval', 'ordinal')],
    ['bad-number', 10, (text) => text.replace('max_length;3', 'max_length;three')],
    ['bad-number', 13, (text) => text.replace('120000', '12o000')],
    ['missing-value', 19, (text) => text.replace('v1', '')],
    ['duplicate-project', 16, (text) => text.replace('60000;4', '60000;A-3')],
    ['duplicate-voter', 20, (text) => text.replace('v2', 'v1')],
    ['unknown-project', 19, (text) => text.replace('v1;1,2', 'v1;1,7')],
    ['repeated-choice', 19, (text) => text.replace('v1;1,2', 'v1;1,1')],
    ['too-many-choices', 21, (text) => text.replace('v3;A-3,1,2', 'v3;A-3,1,2,4')],
    ['count-mismatch', 6, (text) => text.replace('num_votes;5', 'num_votes;6')],
  ])('%s is found on line %i', (code, line, spoil) => {
    const result = parsePb(spoil(small));
    expect(result.ok ? null : [result.error.code, result.error.line]).toEqual([code, line]);
    if (!result.ok) expect(result.error.zh).toContain(`第 ${line} 行`);
  });

  it('counts the lines inside quoted fields', () => {
    const result = parsePb(small.replace('Water pipes;', 'Water\npipes\n;').replace('v1;1,2', 'v1;1,7'));
    expect(!result.ok && result.error.line).toBe(21);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.nat(), (noise, at) => {
        const cut = at % small.length;
        parsePb(noise);
        parsePb(small.slice(0, cut) + noise + small.slice(cut));
      }),
    );
  });

  it('reads 100,000 votes', () => {
    const votes = Array.from({ length: 100_000 }, (_, index) => [`${index % 9}`]);
    const projects = Array.from({ length: 9 }, (_, index) => ({ id: `${index}`, name: '' }));
    const text = makePb(
      { projects, votes },
      { newline: '\n', mark: false, quoteAll: true, columns: ['voter_id', 'vote'] },
    );
    const read = parsePb(text);
    expect(read.ok && read.value.votes.length).toBe(100_000);
  });
});
