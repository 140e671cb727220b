/**
 * Paper ballots beside the tablets (domain.md section 3, Device failure): how many are out and what became of each. Pure counts; a paper's
 * marks are nobody's here.
 */
import { z } from 'zod';

const count = z.int().min(0).max(10_000);

/** The papers of one ballot, by number only. */
export const PaperCounts = z.object({
  /** 备用纸质票卡: cards set aside so that papers can enter the box; frozen at the opening. */
  spares: count,
  /** 发出: papers handed out. */
  issued: count,
  /** 已录入: in the encrypted box. */
  entered: count,
  /** 废票 */
  void: count,
  /** 未交回: handed out and declared not returned. */
  missing: count,
});
export type PaperCounts = z.output<typeof PaperCounts>;

/** Papers handed out of which nothing is known yet; the box cannot close over them. */
export const unsettledPapers = ({ issued, entered, void: none, missing }: PaperCounts): number =>
  issued - entered - none - missing;

/** 发出 and 收回 of the whole ballot: the deputies' cards and the box, with the papers beside them. */
export const withPapers = (
  box: { readonly issued: number; readonly returned: number },
  papers: Pick<PaperCounts, 'issued' | 'void'>,
): { issued: number; returned: number } => ({
  // An entered paper is in the box already.
  issued: box.issued + papers.issued,
  returned: box.returned + papers.void,
});

/** Why so many papers cannot be out. */
export type HandOutFault =
  /** Each paper needs a spare card to enter the box. */
  | { readonly kind: 'papers-exceed-spares'; readonly issued: number; readonly spares: number }
  /** Those that were entered, void or not returned were handed out. */
  | { readonly kind: 'papers-below-settled'; readonly issued: number; readonly settled: number }
  /** More cards and papers than deputies: a deputy whose tablet failed holds both, which somebody has to explain. */
  | {
      readonly kind: 'papers-exceed-present';
      readonly cards: number;
      readonly issued: number;
      readonly present: number;
    };

/**
 * Whether the tellers may record these numbers.
 * @param papers as they would be
 * @param hall deputies' cards in the Setup event, most deputies present, and the explanation given
 */
export function handOutFault(
  papers: PaperCounts,
  hall: { readonly cards: number; readonly present: number; readonly reason: string },
): HandOutFault | undefined {
  const { issued, spares } = papers;
  const settled = issued - unsettledPapers(papers);
  if (issued > spares) return { kind: 'papers-exceed-spares', issued, spares };
  if (settled > issued) return { kind: 'papers-below-settled', issued, settled };
  if (hall.cards + issued > hall.present && hall.reason === '')
    return { kind: 'papers-exceed-present', cards: hall.cards, issued, present: hall.present };
  return undefined;
}
