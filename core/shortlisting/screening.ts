/** The seven tests that a project must pass, and the three bars that forbid it (domain.md section 2 row 2, [SN]). */
export const tests = ['wish', 'need', 'feasibility', 'money', 'environment', 'land', 'safety'] as const;
export const bars = ['burdens', 'debt', 'stability'] as const;
export const points = [...tests, ...bars] as const;
export type Point = (typeof points)[number];

export const pointWords: Record<Point, { zh: string; en: string }> = {
  wish: { zh: '群众意愿', en: 'public wish' },
  need: { zh: '必要性', en: 'need' },
  feasibility: { zh: '可行性', en: 'feasibility' },
  money: { zh: '资金', en: 'money' },
  environment: { zh: '环保', en: 'environment' },
  land: { zh: '用地', en: 'land' },
  safety: { zh: '安全', en: 'safety' },
  burdens: { zh: '增加群众或企业负担', en: 'burdens people or firms' },
  debt: { zh: '债务风险', en: 'debt risk' },
  stability: { zh: '社会稳定风险', en: 'stability risk' },
};

/** yes: the test is passed, or the bar applies; no: the other way round; open: not judged yet. */
export const verdicts = ['open', 'yes', 'no'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Finding {
  readonly verdict: Verdict;
  readonly note: string;
}
export type Findings = Readonly<Record<Point, Finding>>;

export const noFindings: Findings = Object.fromEntries(
  points.map((point) => [point, { verdict: 'open', note: '' }]),
) as unknown as Findings;

const isBar = (point: Point): boolean => (bars as readonly Point[]).includes(point);

/** Whether a finding speaks for the project, against it, or is not judged yet. */
export function bearing(point: Point, { verdict }: Finding): 'for' | 'against' | 'open' {
  if (verdict === 'open') return 'open';
  return (verdict === 'yes') === isBar(point) ? 'against' : 'for';
}

/** The points that a screening leaves open, and those that speak against the project, in the order of the tests. */
export function screened(findings: Findings): { readonly open: readonly Point[]; readonly against: readonly Point[] } {
  const those = (wanted: 'open' | 'against') => points.filter((point) => bearing(point, findings[point]) === wanted);
  return { open: those('open'), against: those('against') };
}

/** What one finding says, for records: 具备；已勘测. Empty where it is not judged. */
export function findingInWords(point: Point, { verdict, note }: Finding): string {
  const [yes, no] = isBar(point) ? ['存在', '不存在'] : ['具备', '不具备'];
  const words = { open: '', yes, no }[verdict];
  return [words, note].filter((part) => part !== '').join('；');
}

/** The reason that a failed screening gives, to be corrected by whoever rejects: 资金：…；债务风险：…. Empty where nothing speaks against it. */
export const reasonOf = (findings: Findings): string =>
  screened(findings)
    .against.map((point) => {
      const words = isBar(point) ? `存在${pointWords[point].zh}` : `${pointWords[point].zh}不具备`;
      const { note } = findings[point];
      return note ? `${words}（${note}）` : words;
    })
    .join('；');
