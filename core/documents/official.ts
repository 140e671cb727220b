/**
 * An official document (公文) as plain data, laid out per GB/T 9704-2012 by the server as .docx and by the pages as HTML. The same value is
 * what staff edit, what is issued, and what is hashed.
 */
import { z } from 'zod';

/** Without NUL, which the database cannot hold. */
const Text = z
  .string()
  .max(20_000)
  .refine((text) => !text.includes('\0'));
/** Set by `markEdits` where figures are no longer those of the record. */
const edited = z.boolean().optional();

export const Block = z.discriminatedUnion('kind', [
  /** Body text, first line in by two characters. */
  z.object({ kind: z.literal('paragraph'), text: Text, edited }),
  /** Structure in four levels: 一、（一）1.（1）; the number is part of the text, as typists write it. */
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), text: Text }),
  z.object({
    kind: z.literal('table'),
    /** Over the table; empty: none. */
    caption: Text,
    /** `share`: part of the width, any unit, compared with the others'. */
    columns: z
      .array(z.object({ title: Text, share: z.number().positive(), align: z.enum(['left', 'center', 'right']) }))
      .min(1)
      .max(20),
    rows: z.array(z.array(Text)).max(5000),
    edited,
  }),
  /** Lines to be signed by hand: 总监票人（签名）：________ */
  z.object({ kind: z.literal('sign-here'), lines: z.array(Text).max(40) }),
]);
export type Block = z.output<typeof Block>;

export const OfficialDocument = z.object({
  /** `red-head`: with the issuer's name in red over a red rule (下行文、公告等正式印发); `plain`: reports and records of the session. */
  form: z.enum(['red-head', 'plain']),
  /** 发文机关标志, e.g. 青溪镇人民代表大会. */
  issuer: Text,
  /** 发文字号, e.g. 青人大〔2027〕1号; empty before it is issued. */
  number: Text,
  title: Text,
  /** 主送机关; empty: none, as in a notice to the public. */
  recipients: Text,
  blocks: z.array(Block).max(500),
  /** 附件说明: titles. */
  attachments: z.array(Text).max(50),
  /** 发文机关署名 */
  signature: Text,
  /** 成文日期, yyyy-mm-dd; empty before it is issued. */
  date: z.union([z.literal(''), z.iso.date()]),
  /** 演练: marked on every page. */
  rehearsal: z.boolean(),
  /** Set by `markEdits`: what the record gave and was taken out, by its first words. */
  removed: z.array(Text).max(500).optional(),
});
export type OfficialDocument = z.output<typeof OfficialDocument>;

/** Whether a text has a word, such as a hash, that would leave half a line empty if it were not broken anywhere. */
export const hasLongWord = (text: string): boolean => /[0-9A-Za-z+/=-]{24,}/.test(text);

/** Measures of GB/T 9704-2012, in millimetres and points. */
export const layout = {
  /** 5.1 A4 */ page: { width: 210, height: 297 },
  /** 5.2.1 天头 37, 订口 28, 版心 156 × 225 */
  margin: { top: 37, left: 28, right: 26, bottom: 35 },
  /**
   * 5.2.2 三号 16 pt; 5.2.3 22 lines of 28 characters: 28 × 16 pt are 1.2 % more than 156 mm, so each character stands a quarter of a point
   * closer to the next; 22 lines of 29 pt would be more than 225 mm.
   */
  body: { size: 16, spacing: -0.25, line: 28.95 },
  /** 7.3.1 二号 */ title: 22,
  /** 7.5 四号 半角宋体 */ pageNumber: 14,
  table: { size: 12, line: 18 },
} as const;

/** Fonts by use: the one the standard names, and what may stand in for it where it is not installed. */
export const fonts = {
  body: ['仿宋_GB2312', 'FangSong', 'STFangsong', 'Noto Serif CJK SC', 'serif'],
  title: ['方正小标宋简体', '方正小标宋_GBK', 'SimSun', 'STSong', 'Noto Serif CJK SC', 'serif'],
  heading1: ['黑体', 'SimHei', 'STHeiti', 'Noto Sans CJK SC', 'sans-serif'],
  heading2: ['楷体_GB2312', 'KaiTi', 'STKaiti', 'Noto Serif CJK SC', 'serif'],
  pageNumber: ['宋体', 'SimSun', 'STSong', 'Noto Serif CJK SC', 'serif'],
} as const;
