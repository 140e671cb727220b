import { describe, expect, it } from 'vitest';
import { asQuery, noFilters } from '../../../client/console/suggestions/filter.ts';
import { cleanNames, pasteNames } from '../../../client/console/suggestions/names.ts';
import { browserId } from '../../../client/public/suggest/browser-id.ts';
import { dropDraft, keepDraft, readDraft } from '../../../client/public/suggest/draft.ts';
import { bodyOf, emptyForm, isTelephone, missing } from '../../../client/ui/suggestion/form.ts';

/** A storage of its own; or one of a browser that keeps nothing. */
function storage(broken = false) {
  const kept = new Map<string, string>();
  const fail = () => {
    if (broken) throw new Error('nothing is kept');
  };
  return {
    getItem: (key: string) => (fail(), kept.get(key) ?? null),
    setItem: (key: string, value: string) => (fail(), void kept.set(key, value)),
    removeItem: (key: string) => (fail(), void kept.delete(key)),
  };
}

describe('the form of a suggestion', () => {
  it('names what is missing in the order of the page', () => {
    expect(missing(emptyForm())).toEqual(['title', 'content', 'village']);
    const typed = { ...emptyForm(), title: ' 路灯 ', content: '装灯', village: 'whole' };
    expect(missing(typed)).toEqual([]);
    expect(missing({ ...typed, title: '长'.repeat(61) })).toEqual(['title']);
    expect(bodyOf(typed)).toMatchObject({ title: '路灯', village: null, category: null });
  });

  it('takes what one can call for a telephone, and nothing else', () => {
    for (const phone of ['13812345678', '138 1234 5678', '+86 138-1234-5678', '(0571) 88887777转801', '６６８８８８'])
      expect([phone, isTelephone(phone)]).toEqual([phone, true]);
    for (const phone of ['12ab', '110', '一三八一二三四五六七八', 'wx: qingxi123', '-----'])
      expect([phone, isTelephone(phone)]).toEqual([phone, false]);
  });

  it('is kept until it is sent, and begins anew where what is kept cannot be read', () => {
    const phone = storage();
    const first = readDraft('a', phone);
    keepDraft('a', { ...first, typed: { ...first.typed, title: '修桥' } }, phone);
    expect(readDraft('a', phone)).toMatchObject({ id: first.id, typed: { title: '修桥' } });
    expect(readDraft('b', phone).typed.title).toBe('');
    phone.setItem('piaojue.suggestion.a', '{"id":"x","typed":{"title":7}}');
    expect(readDraft('a', phone).typed.title).toBe('');
    dropDraft('a', phone);
    expect(readDraft('a', phone).id).not.toBe(first.id);
    expect(() => keepDraft('a', first, storage(true))).not.toThrow();
  });

  it('counts a browser once, also one that keeps nothing', () => {
    const phone = storage();
    expect(browserId(phone)).toBe(browserId(phone));
    expect(browserId(storage())).not.toBe(browserId(storage()));
    const broken = storage(true);
    expect(browserId(broken)).toBe(browserId(broken));
  });
});

describe('staff’s settings and filters', () => {
  it('puts a pasted column into the list and keeps known ids', () => {
    const lines = [
      { id: '1', name: '河东村' },
      { id: '2', name: '' },
      { id: '3', name: '青龙社区' },
    ];
    const pasted = pasteNames(lines, 1, '河西村\r\n小湾村\n\n');
    expect(pasted.map(({ name }) => name)).toEqual(['河东村', '河西村', '小湾村', '青龙社区']);
    expect(pasted.map(({ id }) => id).filter((id) => id.length === 1)).toEqual(['1', '2', '3']);
    expect(
      cleanNames([
        { id: '1', name: '  ' },
        { id: '2', name: ' 河东村 ' },
      ]),
    ).toEqual([{ id: '2', name: '河东村' }]);
  });

  it('sends only the filters that narrow', () => {
    expect(asQuery(noFilters())).toEqual({});
    expect(asQuery({ ...noFilters(), village: 'whole', search: ' 路灯 ' })).toEqual({
      village: 'whole',
      search: '路灯',
    });
  });
});
