import { describe, expect, it } from 'vitest';
import { defaultSession, hashOf, mayRead, navigation, pages, placeOf } from '../../../client/console/shell/router.ts';
import type { SessionId } from '../../../core/ids.ts';
import { staffRoles } from '../../../core/workflow/permissions.ts';

const id = '7f1c7a52-93a7-4a8e-9c77-0f3a0e7c4a11' as SessionId;

describe('the console’s addresses', () => {
  it('are read back as they were written', () => {
    for (const page of pages)
      for (const session of [id, null]) expect(placeOf(hashOf({ page, session }))).toEqual({ page, session });
  });

  it('lead to the session page when they say nothing known', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/constructor', `#/nowhere/${id}`])
      expect(placeOf(hash).page).toBe('session');
    expect(placeOf('#/roster/not-an-id')).toEqual({ page: 'roster', session: null });
    expect(placeOf(`#/roster/${id}/more`)).toEqual({ page: 'roster', session: id });
  });
});

describe('the navigation', () => {
  it('shows each role its pages only, never an empty group, and none twice', () => {
    for (const role of staffRoles) {
      const groups = navigation(role);
      const shown = groups.flatMap((group) => group.pages);
      expect(shown).toContain('session');
      expect(new Set(shown).size).toBe(shown.length);
      for (const page of shown) expect(mayRead(page, role)).toBe(true);
      for (const group of groups) expect(group.pages.length).toBeGreaterThan(0);
    }
    expect(navigation('administrator').flatMap((group) => group.pages)).toContain('accounts');
    expect(navigation('teller').flatMap((group) => group.pages)).not.toContain('accounts');
  });
});

describe('the session shown first', () => {
  const session = (n: number, more: object) => ({ id: `${n}` as SessionId, inHall: false, rehearsal: false, ...more });
  it('is the one in the hall, else the newest real one', () => {
    const [a, b, c] = [session(1, { rehearsal: true }), session(2, {}), session(3, { inHall: true })];
    expect(defaultSession([a, b, c])).toBe(c);
    expect(defaultSession([a, b])).toBe(b);
    expect(defaultSession([a])).toBe(a);
    expect(defaultSession([])).toBeNull();
  });
});
