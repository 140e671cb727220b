import { describe, expect, it } from 'vitest';
import { roles } from '../../../core/contract/common.ts';
import { type Act, may, mayDo, permissions } from '../../../core/workflow/permissions.ts';
import { permissionsPage } from '../../../core/workflow/permissions-page.ts';

/** Role × act, written out a second time: a cell that changes in the table must be changed here by hand. */
const A = 'administrator';
const P = 'presidium';
const C = 'chief-scrutineer';
const S = 'scrutineer';
const T = 'teller';
const G = 'government';
const K = 'county';
const D = 'deputy';
const expected: Record<Act, readonly string[]> = {
  'session.save': [A, P],
  'session.hall': [P],
  'method.save': [P],
  'scrutineers.appoint': [P],
  'roster.save': [A, P],
  'candidates.save': [A, P, G],
  'candidates.withdraw': [A, P],
  'attendance.mark': [P, T],
  'attendance.settings': [P],
  'cards.make': [P, T],
  'cards.activate': [P, T],
  'ceremony.start': [P, C],
  'key.hold': [C, S],
  'ballot.act': [P, C, S],
  'ballot.further': [P],
  'ballot.decide': [P],
  'ballot.medium': [P],
  'paper.read': [P, C, S, T],
  'paper.count': [C, S, T],
  'tally.read': [P, C, S],
  'motions.manage': [P],
  'screen.manage': [P],
  'rehearsal.manage': [P],
  'readiness.read': [A, P, C, S, T],
  'devices.manage': [A, P, T],
  'devices.only-paired': [A, P],
  'accounts.read': [A, P],
  'accounts.save': [A],
  'backup.manage': [A, P],
  'network.choose': [A, P],
  'audit.read': [A, P, C, S, K],
  'cycle.read': [A, P, C, S, T, G, K],
  'cycle.start': [P, G],
  'cycle.enter': [P, G],
  'cycle.deadlines': [P, K],
  'evaluation.read': [A, P, C, S, T, G, K],
  'evaluation.prepare': [P],
  'rectification.save': [P, G],
  'towns.read': [A, P, K],
  'towns.make': [A],
  'collection.settings': [P, G],
  'suggestions.read': [A, P, G, K],
  'suggestions.enter': [P, G],
  'suggestions.look': [P, G],
  'suggestions.contact': [P, G],
  'deputies.codes': [A, P],
  'deputy.desk': ['deputy'],
  'shortlisting.read': [A, P, G, K],
  'shortlisting.work': [P, G],
  'deliberation.read': [A, P, C, S, G, K, D],
  'deliberation.manage': [P],
  'deliberation.comment': [P, G, D],
  'deliberation.propose': [P, G],
  'deliberation.deputy': [D],
  'deliberation.lift': [P, C, S],
  'deliberation.record': [P, G, K],
  'oversight.read': [A, P, G, K],
  'projects.make': [P, G],
  'projects.supervise': [P],
  'projects.implement': [G],
  'changes.decide': [P],
  'oversight.files': [P, G],
  'file.read': [A, P, C, S, T, G, K],
  'documents.read': [A, P, C, S, T, G, K],
  'documents.write': ['presidium', 'government'],
  'documents.issue': ['presidium', 'chief-scrutineer', 'scrutineer', 'government'],
  'history.read': [A, P, G, K],
};

describe('the permissions table', () => {
  it('has the acts listed here, no more and no fewer', () => {
    expect(Object.keys(permissions).sort()).toEqual(Object.keys(expected).sort());
  });

  for (const act of Object.keys(expected) as Act[])
    it.each(roles)(`${act} for %s`, (role) => {
      expect(mayDo(role, act)).toBe(expected[act].includes(role));
      expect(new Set(may(act)).size).toBe(may(act).length);
    });

  // After a change of the table: vitest run tests/core/workflow/permissions.test.ts -u
  it('is what the documents show', async () => {
    await expect(permissionsPage()).toMatchFileSnapshot('../../../docs/权限.md');
  });

  it('says every act in both languages', () => {
    for (const { zh, en } of Object.values(permissions)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z]/);
    }
  });
});
