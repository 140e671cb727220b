import type { SubjectType } from '../../../core/audit/events.ts';
import { inWords } from '../shell/words.ts';

const words: Record<SubjectType, { zh: string; en: string }> = {
  rectification: { zh: '整改', en: 'Rectification' },
  document: { zh: '文书', en: 'document' },
  cycle: { zh: '年度', en: 'year' },
  suggestion: { zh: '建议', en: 'suggestion' },
  project: { zh: '项目', en: 'project' },
  congress: { zh: '人民代表大会', en: 'congress' },
  account: { zh: '账号', en: 'account' },
  deputy: { zh: '代表', en: 'deputy' },
  candidate: { zh: '候选项目', en: 'candidate' },
  session: { zh: '会议', en: 'session' },
  ballot: { zh: '票决', en: 'ballot' },
  card: { zh: '票卡', en: 'card' },
  proposal: { zh: '提议', en: 'proposal' },
  trustee: { zh: '监票人', en: 'scrutineer' },
  motion: { zh: '程序性表决', en: 'motion' },
  device: { zh: '平板', en: 'tablet' },
};

/** What an entry is about, in words, with the first eight characters of its id; a kind from a newer program as it is. */
export function subjectWords(subject: string): string {
  const [type = '', id = ''] = subject.split(' ');
  const known = (words as Record<string, { zh: string; en: string }>)[type];
  const short = /^[0-9a-f]{8}-/.test(id) ? id.slice(0, 8) : id;
  return `${known ? inWords(known) : type} ${short}`.trim();
}
