/** A whole number as typed, within bounds; null otherwise. */
export function parseCount(typed: string, min: number, max: number): number | null {
  const plain = typed.normalize('NFKC').trim();
  if (!/^\d{1,9}$/.test(plain)) return null;
  const value = Number(plain);
  return value >= min && value <= max ? value : null;
}

/** 57 of 60 → 95 (per cent, whole, never 100 before all are there). */
export function percent(part: number, whole: number): number {
  if (whole <= 0) return 0;
  return part >= whole ? 100 : Math.min(99, Math.floor((100 * part) / whole));
}

/** A fingerprint or hash in groups of four, for comparing by eye. */
export const grouped = (text: string): string => text.replace(/[\s-]/g, '').replace(/(.{4})(?=.)/g, '$1 ');

/** A password for handing out: no letters that look alike, about 60 bits. */
export function makePassword(random: (length: number) => Uint8Array): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  let text = '';
  while (text.length < 12)
    for (const byte of random(16)) if (byte < 248 && text.length < 12) text += letters[byte % 31];
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
