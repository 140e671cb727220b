import { type Credential, readSpelling } from '../../core/belenios/index.ts';
import { scanPrefix } from './code-entry.ts';

/** What a QR held before the camera turned out to be. */
export type CardScan =
  | { readonly kind: 'card'; readonly credential: Credential }
  /** A card's code that does not read: damaged, or made by something else. */
  | { readonly kind: 'damaged' }
  /** The serial on a card's front. */
  | { readonly kind: 'serial' }
  | { readonly kind: 'address' }
  | { readonly kind: 'other' };

/** Tells a card's inner code from everything else that may be held before a tablet. */
export function cardScan(text: string): CardScan {
  const words = text.normalize('NFKC').trim();
  if (words.toUpperCase().startsWith(scanPrefix)) {
    const read = readSpelling(words.slice(scanPrefix.length));
    return read.ok ? { kind: 'card', credential: read.value } : { kind: 'damaged' };
  }
  if (/^[A-Z演]-?\d{3,4}$/iu.test(words)) return { kind: 'serial' };
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(words) ? { kind: 'address' } : { kind: 'other' };
}
