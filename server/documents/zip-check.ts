import yauzl from 'yauzl';
import { SHEET_LIMITS } from './sheet-types.ts';

/**
 * Judges an archive before any of it is parsed. First the sizes its directory declares are summed; only then each entry is
 * unpacked to nowhere, because a directory can lie: an entry that yields more bytes than declared makes yauzl stop.
 */
export async function checkArchive(bytes: Buffer): Promise<'fine' | 'too-large' | 'broken'> {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
    const entries: yauzl.Entry[] = [];
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      total += entry.uncompressedSize;
      if (total > SHEET_LIMITS.unpackedBytes) return 'too-large';
    }
    const names = new Set(entries.map((entry) => entry.fileName));
    if (names.size !== entries.length || !names.has('[Content_Types].xml')) return 'broken';
    for (const entry of entries) {
      const stream = await zip.openReadStreamPromise(entry);
      for await (const _ of stream);
    }
    return 'fine';
  } catch {
    // Every error here is one of a damaged or forged archive: nothing else is read.
    return 'broken';
  }
}
