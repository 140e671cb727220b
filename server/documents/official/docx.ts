import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  Header,
  type IFontAttributesProperties,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { EDITED_MARK, editedNote } from '../../../core/documents/edits.ts';
import { type Block, fonts, hasLongWord, layout, type OfficialDocument } from '../../../core/documents/official.ts';
import { dateWords } from '../../../core/documents/words.ts';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Half-points, as Word counts sizes. */
const half = (points: number): number => points * 2;
/** Twentieths of a point. */
const twips = (points: number): number => Math.round(points * 20);
/** One character of the body, as it stands in its line. */
const CHARACTER = twips(layout.body.size + layout.body.spacing);
const RED = 'E60012';

const font = (use: keyof typeof fonts): IFontAttributesProperties => ({
  eastAsia: fonts[use][0],
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  hint: 'eastAsia',
});
const exactly = (points: number) => ({ line: twips(points), lineRule: LineRuleType.EXACT });
const run = (text: string, use: keyof typeof fonts, size: number, more: { color?: string; bold?: boolean } = {}) =>
  new TextRun({ text, font: font(use), size: half(size), ...more });
/** A text that may have line breaks; at the body's size its characters stand as close as 28 to the line need. */
const runs = (text: string, use: keyof typeof fonts, size: number): ParagraphChild[] =>
  text.split('\n').map(
    (line, i) =>
      new TextRun({
        text: line,
        font: font(use),
        size: half(size),
        break: i > 0 ? 1 : 0,
        ...(size === layout.body.size ? { characterSpacing: twips(layout.body.spacing) } : {}),
      }),
  );
const body = (text: string, more: Partial<ConstructorParameters<typeof Paragraph>[0] & object> = {}) =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: exactly(layout.body.line),
    children: runs(text, 'body', layout.body.size),
    // The element says that words may break.
    wordWrap: hasLongWord(text),
    ...more,
  });
const blank = () => body('');

/** Twips between the margins. */
const WIDTH = convertMillimetersToTwip(layout.page.width - layout.margin.left - layout.margin.right);

/**
 * Lays an official document out per GB/T 9704-2012: A4, 22 lines of 28 characters of 三号仿宋, the red head where it has one, page numbers
 * outside. @returns the .docx file.
 */
export async function officialDocx(document: OfficialDocument): Promise<Buffer> {
  const section: ISectionOptions = {
    properties: {
      page: {
        size: {
          width: convertMillimetersToTwip(layout.page.width),
          height: convertMillimetersToTwip(layout.page.height),
        },
        margin: {
          top: convertMillimetersToTwip(layout.margin.top),
          left: convertMillimetersToTwip(layout.margin.left),
          right: convertMillimetersToTwip(layout.margin.right),
          bottom: convertMillimetersToTwip(layout.margin.bottom),
          // 7.5: the page number's line is 7 mm below the body.
          footer: convertMillimetersToTwip(layout.margin.bottom - 7 - 5),
          header: convertMillimetersToTwip(15),
        },
      },
    },
    ...(document.rehearsal ? { headers: { default: rehearsalMark(), even: rehearsalMark() } } : {}),
    footers: { default: pageNumber('right'), even: pageNumber('left') },
    children: [
      ...head(document),
      ...title(document.title),
      ...(document.form === 'plain' && document.number !== ''
        ? [body(document.number, { alignment: AlignmentType.CENTER })]
        : []),
      blank(),
      ...(document.recipients === '' ? [] : [body(document.recipients)]),
      ...document.blocks.flatMap((one, i) => block(one, document.blocks[i + 1]?.kind === 'sign-here')),
      ...note(document),
      ...attachments(document.attachments),
      ...signature(document),
    ],
  };
  return Packer.toBuffer(
    new Document({
      creator: document.issuer,
      title: document.title.replaceAll('\n', ''),
      evenAndOddHeaderAndFooters: true,
      styles: { default: { document: { run: { font: font('body'), size: half(layout.body.size) } } } },
      sections: [section],
    }),
  );
}

const rehearsalMark = () =>
  new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [run('演练材料，不作正式文件使用', 'heading1', 12, { color: RED })],
      }),
    ],
  });

/** 7.5: 四号半角宋体, a dash on either side; odd pages right, even pages left, one character in. */
const pageNumber = (side: 'left' | 'right') =>
  new Footer({
    children: [
      new Paragraph({
        alignment: side === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: side === 'right' ? { right: twips(layout.pageNumber) } : { left: twips(layout.pageNumber) },
        children: [
          new TextRun({
            children: ['— ', PageNumber.CURRENT, ' —'],
            font: font('pageNumber'),
            size: half(layout.pageNumber),
          }),
        ],
      }),
    ],
  });

/** 7.2.4–7.2.7: the issuer in red, the number below it, a red rule over the whole width. */
function head({ form, issuer, number }: OfficialDocument): Paragraph[] {
  if (form === 'plain') return [];
  // As wide as the page allows, never larger than the standard's 22 mm height.
  const size = Math.min(48, Math.floor(WIDTH / 20 / Math.max(1, issuer.length)));
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: twips(layout.body.line), ...exactly(size * 1.4) },
      children: [run(issuer, 'title', size, { color: RED })],
    }),
    blank(),
    body(number, {
      alignment: AlignmentType.CENTER,
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: RED, space: 8 } },
    }),
    blank(),
  ];
}

/** 7.3.1: 二号小标宋, centred. */
const title = (text: string): Paragraph[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: twips(layout.title * 1.5), lineRule: LineRuleType.EXACT, before: twips(layout.body.line) },
    keepNext: true,
    children: runs(text, 'title', layout.title),
  }),
];

/** @param signed whether lines to sign follow, which do not stand alone on a page. */
function block(one: Block, signed: boolean): (Paragraph | Table)[] {
  switch (one.kind) {
    case 'paragraph':
      return [
        body(`${one.edited ? EDITED_MARK : ''}${one.text}`, { indent: { firstLine: CHARACTER * 2 }, keepNext: signed }),
      ];
    case 'heading': {
      const use = one.level === 1 ? 'heading1' : one.level === 2 ? 'heading2' : 'body';
      return [
        new Paragraph({
          spacing: exactly(layout.body.line),
          indent: { firstLine: CHARACTER * 2 },
          keepNext: true,
          children: runs(one.text, use, layout.body.size),
        }),
      ];
    }
    case 'table':
      return table(one);
    case 'sign-here':
      return [
        body('', { keepNext: true }),
        ...one.lines.map((line, i) =>
          body(`${line}${'＿'.repeat(Math.max(6, 20 - line.length))}`, {
            indent: { left: CHARACTER * 2 },
            spacing: { ...exactly(layout.body.line * 1.3) },
            keepNext: i < one.lines.length - 1,
          }),
        ),
      ];
    default:
      return one satisfies never;
  }
}

function table({ caption, columns, rows, edited }: Block & { kind: 'table' }): (Paragraph | Table)[] {
  const over = edited ? `${EDITED_MARK}${caption || '（本表数据由人工修改）'}` : caption;
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((WIDTH * share) / whole));
  const edge = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
  const align = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };
  const cell = (text: string, i: number, isHead: boolean) =>
    new TableCell({
      width: { size: widths[i]!, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      children: [
        new Paragraph({
          alignment: isHead ? AlignmentType.CENTER : align[columns[i]!.align],
          spacing: exactly(layout.table.line),
          children: runs(text, isHead ? 'heading1' : 'body', layout.table.size),
        }),
      ],
    });
  return [
    ...(over === ''
      ? [new Paragraph({ spacing: exactly(8), keepNext: true, children: [] })]
      : [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: exactly(layout.body.line),
            keepNext: true,
            children: runs(over, 'heading1', layout.table.size),
          }),
        ]),
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: WIDTH, type: WidthType.DXA },
      columnWidths: widths,
      borders: { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: columns.map(({ title }, i) => cell(title, i, true)),
        }),
        ...rows.map(
          (row) => new TableRow({ cantSplit: true, children: columns.map((_, i) => cell(row[i] ?? '', i, false)) }),
        ),
      ],
    }),
    new Paragraph({ spacing: exactly(8), children: [] }),
  ];
}

/** What was edited by hand. */
const note = (document: OfficialDocument): Paragraph[] => {
  const text = editedNote(document);
  return text === null ? [] : [blank(), body(text, { indent: { firstLine: CHARACTER * 2 } })];
};

/** 7.3.4: one line below the body, two characters in. */
function attachments(titles: readonly string[]): Paragraph[] {
  if (titles.length === 0) return [];
  return [
    blank(),
    ...titles.map((text, i) => {
      const lead = i === 0 ? '附件：' : '　　　';
      return body(`${lead}${titles.length > 1 ? `${i + 1}.` : ''}${text}`, { indent: { left: CHARACTER * 2 } });
    }),
  ];
}

/** 7.3.5.1: the date four characters from the right, the issuer centred over it; the seal goes over both. */
function signature({ signature, date }: OfficialDocument): Paragraph[] {
  if (signature === '' && date === '') return [];
  const words = date === '' ? '' : dateWords(date);
  // Chinese characters count one, figures half.
  const width = (text: string) => [...text].reduce((sum, char) => sum + (/[ -~]/.test(char) ? 0.5 : 1), 0);
  const right = Math.max(4, 4 + (width(signature) - width(words)) / 2);
  const own = right + (width(words) - width(signature)) / 2;
  const line = (text: string, indent: number) =>
    body(text, { alignment: AlignmentType.RIGHT, indent: { right: Math.round(CHARACTER * indent) }, keepLines: true });
  return [
    blank(),
    blank(),
    ...(signature === '' ? [] : [line(signature, words === '' ? 4 : own)]),
    ...(words === '' ? [] : [line(words, right)]),
  ];
}
