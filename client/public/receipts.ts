/** What a search among the receipts says. */
export type ReceiptSearch =
  | { readonly kind: 'empty' }
  | { readonly kind: 'short'; readonly length: number }
  | { readonly kind: 'characters'; readonly characters: string }
  | { readonly kind: 'long'; readonly length: number }
  | { readonly kind: 'found'; readonly receipt: string; readonly exact: boolean }
  | { readonly kind: 'several'; readonly count: number }
  /** There is one that differs in upper and lower case only. */
  | { readonly kind: 'case'; readonly receipt: string }
  | { readonly kind: 'none' };

/** A receipt is the base64 of a SHA-256 without padding. */
export const receiptLength = 43;
export const shortestSearch = 6;

/** What was typed or pasted, without the gaps and full-width letters of a Chinese keyboard; upper and lower case stay apart. */
export const cleanReceipt = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/g, '')
    .replace(/=+$/, '');

/** Looks for a receipt by its whole text or by its beginning. */
export function searchReceipts(receipts: readonly string[], typed: string): ReceiptSearch {
  const wanted = cleanReceipt(typed);
  if (wanted === '') return { kind: 'empty' };
  const strange = wanted.replace(/[A-Za-z0-9+/]/g, '');
  if (strange !== '') return { kind: 'characters', characters: [...new Set(strange)].join('') };
  if (wanted.length < shortestSearch) return { kind: 'short', length: wanted.length };
  if (wanted.length > receiptLength) return { kind: 'long', length: wanted.length };
  const found = receipts.filter((receipt) => receipt.startsWith(wanted));
  if (found.length > 1) return { kind: 'several', count: found.length };
  if (found[0] !== undefined) return { kind: 'found', receipt: found[0], exact: wanted.length === receiptLength };
  const lower = wanted.toLowerCase();
  const similar = receipts.find((receipt) => receipt.toLowerCase().startsWith(lower));
  return similar === undefined ? { kind: 'none' } : { kind: 'case', receipt: similar };
}
