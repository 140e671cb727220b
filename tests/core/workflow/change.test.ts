import { describe, expect, it } from 'vitest';
import {
  afterChange,
  changeActs,
  changeActsFor,
  changeIsOpen,
  changeStates,
  decidedBy,
  possibleChanges,
  stateAfterChange,
} from '../../../core/workflow/change.ts';
import { afterMatter, matterActs, matterActsFor, matterStates } from '../../../core/workflow/matter.ts';

describe('a change of a project', () => {
  it('goes from request to decision to notice; a county reports it to the plenary too', () => {
    const steps = (level: 'town' | 'county') =>
      Object.fromEntries(
        changeStates.map((state) => [
          state,
          changeActs.flatMap((act) => {
            const to = afterChange(state, act, level);
            return to ? [`${act}→${to}`] : [];
          }),
        ]),
      );
    const common = {
      requested: ['approve→approved', 'refuse→refused', 'withdraw→withdrawn'],
      approved: ['notice→noticed'],
      refused: [],
      withdrawn: [],
      reported: [],
    };
    expect(steps('town')).toEqual({ ...common, noticed: [] });
    expect(steps('county')).toEqual({ ...common, noticed: ['report→reported'] });
  });

  it('is decided by the body that the rule names', () => {
    expect(decidedBy('town')).toMatchObject({ zh: '镇人民代表大会', reports: false });
    expect(decidedBy('county')).toMatchObject({ zh: '人大常委会', reports: true });
    expect(changeIsOpen('noticed', 'town')).toBe(false);
    expect(changeIsOpen('noticed', 'county')).toBe(true);
  });

  it('is requested and withdrawn by the government, decided and announced by others', () => {
    expect(changeActsFor('requested', 'government', 'town')).toEqual(['withdraw']);
    expect(changeActsFor('requested', 'presidium', 'town')).toEqual(['approve', 'refuse']);
    expect(changeActsFor('approved', 'government', 'town')).toEqual([]);
    for (const state of changeStates) expect(changeActsFor(state, 'county', 'county')).toEqual([]);
  });

  it('pauses, resumes and ends; what is ended stays so', () => {
    expect(possibleChanges('underway')).not.toContain('resume');
    expect(possibleChanges('paused')).toContain('resume');
    expect(possibleChanges('ended')).toEqual([]);
    expect(stateAfterChange('paused', 'content')).toBe('paused');
    expect(stateAfterChange('underway', 'pause')).toBe('paused');
    expect(stateAfterChange('paused', 'resume')).toBe('underway');
    expect(stateAfterChange('underway', 'end')).toBe('ended');
  });
});

describe('a problem or an opinion', () => {
  it('is followed until it is closed', () => {
    const steps = Object.fromEntries(
      matterStates.map((state) => [state, matterActs.filter((act) => afterMatter(state, act) !== null)]),
    );
    expect(steps).toEqual({
      open: ['answer', 'withdraw'],
      answered: ['answer', 'close', 'return', 'withdraw'],
      closed: ['return'],
      withdrawn: [],
    });
  });

  it('is never closed by whoever handles it', () => {
    for (const state of matterStates) {
      expect(matterActsFor(state, 'government')).not.toContain('close');
      expect(matterActsFor(state, 'presidium')).not.toContain('answer');
    }
  });
});
