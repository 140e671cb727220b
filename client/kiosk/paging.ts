/** A long list is laid out in columns as wide as the screen and shown one column at a time: these are its sums. */
export interface Paged {
  /** Width of one column and of the gap after it, in px. */
  readonly width: number;
  readonly gap: number;
  /** Width of all columns together. */
  readonly content: number;
}

/** How many pages there are, at least one; half a pixel of rounding makes no page of its own. */
export const pageCount = ({ width, gap, content }: Paged): number =>
  width <= 0 ? 1 : Math.max(1, Math.ceil((content + gap - 1) / (width + gap)));

/** The page, from 0, that lies at an offset. */
export const pageAt = ({ width, gap }: Pick<Paged, 'width' | 'gap'>, offset: number): number =>
  width <= 0 ? 0 : Math.max(0, Math.floor((offset + 1) / (width + gap)));

export const offsetOf = ({ width, gap }: Pick<Paged, 'width' | 'gap'>, page: number): number => page * (width + gap);

export const clampPage = (page: number, count: number): number => Math.min(Math.max(page, 0), Math.max(0, count - 1));
