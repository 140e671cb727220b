import { defineTexts } from '../i18n/index.ts';

export const t = defineTexts(
  'public.issued',
  {
    title: '公告、报告和开放数据',
    list: '公告和文书',
    'list.all': '显示全部 {count} 件',
    none: '还没有签发公告或报告。',
    withdrawn: '已撤销。理由：{reason}',
    docx: '下载 .docx',
    hash: '内容校验值（SHA-256）',
    'hash.docx': '.docx 文件校验值（SHA-256）',
    'hash.how': '签发以后内容固定。对下载的文件计算 SHA-256，应与上面的文件校验值一致。',
    data: '开放数据',
    'data.text': '结果可以下载再利用。票决是无记名的，数据只有汇总数，没有单张选票。',
    'data.xlsx': '表格（.xlsx）',
    'data.json': '数据（.json）',
    'data.pb': 'Pabulib 格式（.pb）',
  },
  {
    title: 'Notice, reports and open data',
    list: 'Notices and documents',
    'list.all': 'Show all {count}',
    none: 'No notice or report has been issued yet.',
    withdrawn: 'Withdrawn. Reason: {reason}',
    docx: 'Download .docx',
    hash: 'Hash of the content (SHA-256)',
    'hash.docx': 'Hash of the .docx (SHA-256)',
    'hash.how': 'It is fixed since it was issued: the SHA-256 of the file you download should be the one above.',
    data: 'Open data',
    'data.text':
      'The result may be downloaded and used. The ballot is secret: there are totals only, no single ballots.',
    'data.xlsx': 'Workbook (.xlsx)',
    'data.json': 'Data (.json)',
    'data.pb': 'Pabulib format (.pb)',
  },
);
