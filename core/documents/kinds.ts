import type { Role } from '../contract/common.ts';

interface Kind {
  /** The document's name, Chinese as it is issued; English for the screens around it. */
  readonly zh: string;
  readonly en: string;
  /** What it is drawn up from: one session, or a year. */
  readonly of: 'session' | 'cycle';
  /** Who draws up, edits and withdraws it. */
  readonly drafts: readonly Role[];
  /** Who proposes and confirms its issue: two people of two of these roles (domain.md section 1). */
  readonly issues: readonly Role[];
}

const officers = ['presidium', 'chief-scrutineer', 'scrutineer'] as const satisfies readonly Role[];
/** Collection is the government's work, under the presidium's eye. */
const collectors = ['government', 'presidium'] as const satisfies readonly Role[];
const define = <T extends Record<string, Kind>>(kinds: T) => kinds;

/**
 * Every kind of official document: a closed list. To add one: (1) an entry here; (2) a pure builder in core/documents/ that returns an
 * `OfficialDocument`; (3) an entry in `sources` of server/documents/official/sources.ts that reads the
 * record and calls the builder – the program does not compile without it. Life, screens, .docx, print and the public page are the same for all.
 */
export const documentKinds = define({
  notice: { zh: '公告', en: 'Notice', of: 'session', drafts: ['presidium'], issues: officers },
  tally: { zh: '票决结果报告单', en: 'Tally report', of: 'session', drafts: ['presidium'], issues: officers },
  scrutiny: { zh: '监票报告', en: "Scrutineers' report", of: 'session', drafts: ['presidium'], issues: officers },
  attendance: { zh: '出席情况报告', en: 'Attendance report', of: 'session', drafts: ['presidium'], issues: officers },
  evaluation: {
    zh: '测评结果公告',
    en: 'Result of an evaluation',
    of: 'session',
    drafts: ['presidium'],
    issues: officers,
  },
  rectification: {
    zh: '整改通知书',
    en: 'Rectification order',
    of: 'session',
    drafts: ['presidium'],
    issues: officers,
  },
  collection: { zh: '征集公告', en: 'Collection notice', of: 'cycle', drafts: collectors, issues: collectors },
  feedback: {
    zh: '征集情况反馈',
    en: 'What became of what was collected',
    of: 'cycle',
    drafts: collectors,
    issues: collectors,
  },
  change: {
    zh: '调整公告',
    en: 'Notice of changes',
    of: 'cycle',
    drafts: ['presidium'],
    issues: ['presidium', 'government'],
  },
});
export type DocumentKind = keyof typeof documentKinds;
export const kindNames = Object.keys(documentKinds) as [DocumentKind, ...DocumentKind[]];
/** The kind as its interface, whatever it is. */
export const kindOf = (kind: DocumentKind): Kind => documentKinds[kind];
