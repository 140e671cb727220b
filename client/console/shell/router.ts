import type { Level, Role } from '../../../core/contract/common.ts';
import type { SessionId } from '../../../core/ids.ts';
import { staffRoles } from '../../../core/workflow/permissions.ts';

/** The console's pages, in the order of the navigation. */
export const pages = [
  'home',
  'year',
  'evaluation',
  'towns',
  'suggestions',
  'shortlisting',
  'deliberation',
  'projects',
  'supervision',
  'changes',
  'session',
  'method',
  'roster',
  'candidates',
  'scrutineers',
  'cards',
  'desk',
  'attendance',
  'devices',
  'motions',
  'paper',
  'screen',
  'result',
  'documents',
  'rehearsal',
  'accounts',
  'audit',
  'addresses',
  'backup',
  'new-session',
] as const;
export type PageName = (typeof pages)[number];

/** Where the console stands: a page, and the session that the switcher shows (null: the one to be chosen by default). */
export interface Place {
  readonly page: PageName;
  readonly session: SessionId | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads `#/page/session`; whatever is not understood leads to the session page. */
export function placeOf(hash: string): Place {
  const [name = '', id = ''] = hash.replace(/^#?\/?/, '').split('/');
  const page = pages.find((known) => known === name) ?? 'session';
  return { page, session: UUID.test(id) ? (id as SessionId) : null };
}

/** The address of a place, for links. */
export function hashOf(place: Place): string {
  return place.session ? `#/${place.page}/${place.session}` : `#/${place.page}`;
}

/** Whose navigation shows the page; the server decides what each may do there. */
const readers: Record<PageName, readonly Role[]> = {
  home: staffRoles,
  year: staffRoles,
  evaluation: staffRoles,
  projects: ['administrator', 'presidium', 'government', 'county'],
  supervision: ['administrator', 'presidium', 'government', 'county'],
  changes: ['administrator', 'presidium', 'government', 'county'],
  towns: ['county', 'presidium', 'administrator'],
  suggestions: ['administrator', 'presidium', 'government', 'county'],
  shortlisting: ['administrator', 'presidium', 'government', 'county'],
  deliberation: ['administrator', 'presidium', 'government', 'county', 'chief-scrutineer', 'scrutineer'],
  session: staffRoles,
  method: staffRoles,
  roster: staffRoles,
  candidates: staffRoles,
  scrutineers: ['presidium', 'chief-scrutineer', 'scrutineer'],
  cards: ['presidium', 'teller'],
  desk: ['presidium', 'teller'],
  attendance: ['presidium', 'teller'],
  devices: ['administrator', 'presidium', 'teller'],
  motions: ['presidium', 'chief-scrutineer', 'scrutineer', 'teller'],
  paper: ['presidium', 'chief-scrutineer', 'scrutineer', 'teller'],
  screen: ['presidium'],
  result: staffRoles,
  documents: staffRoles,
  rehearsal: ['presidium'],
  accounts: ['administrator'],
  audit: ['administrator', 'presidium', 'chief-scrutineer', 'scrutineer', 'county'],
  addresses: staffRoles,
  backup: ['administrator', 'presidium'],
  'new-session': ['presidium', 'administrator'],
};

export const mayRead = (page: PageName, role: Role): boolean => readers[page].includes(role);

/** The navigation of a role, in groups; creating a session is reached from the switcher. */
export function navigation(
  role: Role,
  level: Level = 'town',
): { group: 'year' | 'session' | 'hall' | 'office'; pages: PageName[] }[] {
  const groups = [
    {
      group: 'year',
      pages: [
        'home',
        'year',
        'suggestions',
        'shortlisting',
        'deliberation',
        'projects',
        'supervision',
        'changes',
        'evaluation',
        'documents',
        'towns',
      ],
    },
    { group: 'session', pages: ['session', 'method', 'roster', 'candidates', 'scrutineers'] },
    {
      group: 'hall',
      pages: ['cards', 'desk', 'attendance', 'devices', 'motions', 'paper', 'screen', 'result', 'rehearsal'],
    },
    { group: 'office', pages: ['accounts', 'audit', 'addresses', 'backup'] },
  ] as const;
  return groups
    .map(({ group, pages }) => ({
      group,
      pages: pages.filter((page) => mayRead(page, role) && (page !== 'towns' || level !== 'town')),
    }))
    .filter(({ pages }) => pages.length > 0);
}

/** Where a role begins when the address names no page: in the hall's work at the session, elsewhere at the desk. */
export const firstPage = (role: Role): PageName => (role === 'government' || role === 'county' ? 'home' : 'session');

/** Which session to show when the address names none: the one in the hall, else the newest real one. */
export function defaultSession<T extends { id: SessionId; inHall: boolean; rehearsal: boolean }>(
  sessions: readonly T[],
): T | null {
  return sessions.find((one) => one.inHall) ?? sessions.find((one) => !one.rehearsal) ?? sessions[0] ?? null;
}
