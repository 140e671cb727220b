import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { BackupError, Header, Line } from './format.ts';

/** One line is a row at most: a file of 15 MB in hexadecimal. */
const LONGEST_LINE = 64 * 1024 * 1024;

const notOne = () =>
  new BackupError(
    '这不是票决的备份文件。请选择后缀为 .pjbak.gz 的文件。\nThis is not a backup of Piaojue. Choose a .pjbak.gz file.',
  );
const damaged = (why: string) =>
  new BackupError(
    `备份文件已损坏或不完整（${why}），没有恢复任何内容。请换一份备份。\nThe backup is damaged or cut off (${why}); nothing was restored. Use another one.`,
  );

/** The texts of the lines in order. */
async function* textLines(file: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    const source = createReadStream(file);
    const unzipped = createGunzip();
    source.on('error', (error) => unzipped.destroy(error));
    for await (const chunk of source.pipe(unzipped)) {
      rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
        yield rest.toString('utf8', 0, at);
        rest = rest.subarray(at + 1);
      }
      if (rest.length > LONGEST_LINE) throw damaged('line too long');
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new BackupError(`读不到备份文件 ${file}。请核对文件名。\nCannot read the backup ${file}: check its name.`);
    throw code === 'Z_DATA_ERROR' ? notOne() : damaged(code ?? (error as Error).message);
  }
  if (rest.length > 0) throw damaged('no end');
}

/** The header and then every line, as they stand; whether the whole is sound is for `checkBackup`. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let first = true;
  for await (const text of textLines(file)) {
    if (!first) yield parse(text);
    first = false;
  }
}

/** Reads the whole file and checks its hash and its shape. @returns its header. @throws BackupError */
export async function checkBackup(file: string): Promise<Header> {
  const hash = createHash('sha256');
  let header: Header | undefined;
  let table: { name: string; rows: number } | null = null;
  let ended = false;
  for await (const text of textLines(file)) {
    if (ended) throw damaged('lines after the end');
    if (!header) {
      header = headerOf(text);
      hash.update(`${text}\n`);
      continue;
    }
    const line = parse(text);
    if ('sha256' in line) {
      if (line.sha256 !== hash.digest('hex')) throw damaged('SHA-256');
      ended = true;
      continue;
    }
    hash.update(`${text}\n`);
    if ('table' in line) table = { name: line.table, rows: 0 };
    else if ('row' in line && table) table.rows += 1;
    else if ('end' in line && (table?.name !== line.end || table.rows !== line.rows)) throw damaged(line.end);
  }
  if (!header) throw notOne();
  if (!ended) throw damaged('no end');
  return header;
}

/** The header alone, quickly. @throws BackupError */
export async function readHeader(file: string): Promise<Header> {
  for await (const text of textLines(file)) return headerOf(text);
  throw notOne();
}

function headerOf(text: string): Header {
  const parsed = Header.safeParse(json(text));
  if (!parsed.success) throw notOne();
  return parsed.data;
}

function parse(text: string): Line {
  const parsed = Line.safeParse(json(text));
  if (!parsed.success) throw damaged('line');
  return parsed.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
