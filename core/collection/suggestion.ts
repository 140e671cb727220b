import type { Level } from '../contract/common.ts';

/** How a suggestion came in (domain.md section 2 row 1). */
export const channels = ['web', 'deputy', 'station', 'visit', 'phone', 'letter', 'department', 'reserve'] as const;
export type Channel = (typeof channels)[number];

export const channelWords: Record<Channel, { zh: string; en: string }> = {
  web: { zh: '网上提交', en: 'online' },
  deputy: { zh: '代表提出', en: 'by a deputy' },
  station: { zh: '联络站', en: 'liaison station' },
  visit: { zh: '走访来访', en: 'visit' },
  phone: { zh: '电话', en: 'telephone' },
  letter: { zh: '来信', en: 'letter' },
  department: { zh: '部门报送', en: 'department' },
  reserve: { zh: '储备库结转', en: 'reserve bank' },
};

/** What staff enter, by themselves or from a table; `web` and `deputy` people enter by their own pages, too. */
export const staffChannels = [
  'phone',
  'letter',
  'visit',
  'station',
  'deputy',
  'department',
  'web',
] as const satisfies readonly Channel[];
/** What a deputy enters: an own suggestion, or what was heard. */
export const deputyChannels = ['deputy', 'station', 'visit'] as const satisfies readonly Channel[];

/** Nothing is public before staff have looked. `withheld` is answered with its reason and goes no further. */
export const suggestionStates = ['received', 'published', 'withheld'] as const;
export type SuggestionState = (typeof suggestionStates)[number];

export const suggestionStateWords: Record<SuggestionState, { zh: string; en: string }> = {
  received: { zh: '待查看', en: 'not looked at' },
  published: { zh: '已公开', en: 'published' },
  withheld: { zh: '不予公开', en: 'withheld' },
};

/** Most characters of each field, and most photos. */
export const limits = {
  title: 60,
  content: 1000,
  reason: 500,
  place: 60,
  contactName: 20,
  contactPhone: 30,
  why: 300,
} as const;
export const MOST_PHOTOS = 6;

/** Days that collection lasts at least where nothing else is set (domain.md section 2 row 1: 30 for a county, towns 5 and more seen). */
export const usualLeastDays = (level: Level): number => (level === 'town' ? 5 : 30);

/** Kinds to begin with; each congress changes them as it likes. */
export const usualCategories = [
  { zh: '道路交通', en: 'Roads and transport' },
  { zh: '饮水安全', en: 'Drinking water' },
  { zh: '农田水利', en: 'Irrigation' },
  { zh: '环境卫生', en: 'Environment' },
  { zh: '公共照明', en: 'Street lighting' },
  { zh: '教育', en: 'Education' },
  { zh: '医疗卫生', en: 'Health' },
  { zh: '养老托幼', en: 'Elderly and children' },
  { zh: '文化体育', en: 'Culture and sport' },
  { zh: '就业增收', en: 'Work and income' },
  { zh: '其他', en: 'Other' },
] as const;
