import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readArchive } from '../../core/belenios/index.ts';

const tool = '/usr/bin/belenios-tool';

/** What the stock tool says of an archive. */
export interface ToolAnswer {
  readonly accepted: boolean;
  readonly output: string;
}

/** The uuid that names the file; a test's archive may be broken, then any name does. */
function uuidOf(archive: Uint8Array): string {
  const read = readArchive(archive);
  const election = read.ok ? /"uuid":"([^"]+)"/.exec(read.value.records[0]?.text ?? '') : null;
  return election?.[1] ?? 'unknown';
}

/**
 * Asks Debian's belenios-tool 2.0 (`election verify`) about an archive; undefined when the tool is not installed, which is an error
 * where CI is set. Only for BELENIOS-2048: 2.0 knows no Ed25519.
 */
export async function askBeleniosTool(archive: Uint8Array): Promise<ToolAnswer | undefined> {
  if (!existsSync(tool)) {
    if (process.env.CI) throw new Error('belenios-tool is not installed: apt-get install belenios-tool');
    console.warn('\n*** belenios-tool is not installed: this archive was NOT checked by another implementation ***\n');
    return undefined;
  }
  const dir = await mkdtemp(path.join(os.tmpdir(), 'piaojue-bel-'));
  try {
    await writeFile(path.join(dir, `${uuidOf(archive)}.bel`), archive);
    return await new Promise((resolve) => {
      execFile(tool, ['election', 'verify', '--dir', dir], (error, stdout, stderr) =>
        resolve({ accepted: error === null, output: stdout + stderr }),
      );
    });
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Every test that makes a BELENIOS-2048 election passes its archive here: throws with the tool's words when it is refused. */
export async function verifyWithBeleniosTool(archive: Uint8Array): Promise<void> {
  const answer = await askBeleniosTool(archive);
  if (answer && !answer.accepted) throw new Error(`belenios-tool refused the archive:\n${answer.output}`);
}
