/** Bytes as people read them: 820 KB, 12.4 MB. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000 * 1000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  const mega = bytes / 1_000_000;
  return mega < 1000 ? `${mega.toFixed(1)} MB` : `${(mega / 1000).toFixed(2)} GB`;
}
