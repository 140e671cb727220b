import { defineTexts } from '../../i18n/index.ts';

export const t = defineTexts(
  'home',
  {
    title: '工作台',
    lead: '{name}，这里是需要您办理的事。',
    waiting: '待办',
    none: '现在没有等您办理的事。',
    late: '已逾期',
    due: '时限 {day}',
    go: '去办理',
    years: '年度进度',
    now: '正在{stage}',
    next: '下一步：{stage}',
    'no-year': '还没有开始全年工作。会议和票决在左侧“会议进程”办理。',
    year: '{year} 年度',
  },
  {
    title: 'Your desk',
    lead: '{name}, this is what waits for you.',
    waiting: 'Waiting for you',
    none: 'Nothing waits for you now.',
    late: 'Late',
    due: 'Due {day}',
    go: 'See to it',
    years: 'The years in hand',
    now: 'Now: {stage}',
    next: 'Next: {stage}',
    'no-year': 'The year has not been started. Sessions and ballots are under Progress.',
    year: 'Year {year}',
  },
);
