import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandsFor } from '../../../client/public/commands.ts';
import { readArchive } from '../../../core/belenios/index.ts';
import type { ElectionUuid } from '../../../core/ids.ts';
import { defaultMethod } from '../../../core/rules/method.ts';

const uuid = 'Yzs21HA3wK7fCV' as ElectionUuid;
const vector = path.resolve(import.meta.dirname, '../../vectors/js-Ed25519-C.bel');
const commands = (group: 'Ed25519' | 'BELENIOS-2048', lastEvent: string) =>
  commandsFor({ uuid, method: { ...defaultMethod(), group }, lastEvent });

describe('the commands of the result page', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'piaojue-commands-'));
    copyFileSync(vector, path.join(folder, `${uuid}.bel`));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const bash = (script: string) => execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });

  it('name the file and the published hash', () => {
    expect(commands('Ed25519', 'ab12').ours).toBe(`npm run verify -- ${uuid}.bel --last-event ab12`);
    expect(commands('BELENIOS-2048', 'ab12').stock).toContain('belenios-tool election verify --dir check');
    expect(commands('BELENIOS-2048', 'ab12').stock).not.toContain('verify-ballot');
  });

  it('cut the archive after its Setup event and find every ballot', () => {
    // belenios-tool itself is tested elsewhere; here it only says what it was given.
    const script = commands('Ed25519', '').stock;
    const out = bash(`belenios-tool() { echo "tool $*"; }\n${script}`);
    const archive = readArchive(readFileSync(vector));
    if (!archive.ok) throw new Error('vector');
    const ballots = archive.value.records.filter(({ text }) => text.startsWith('{"election_uuid"'));
    expect(out.match(/verify-ballot --dir setup/g)).toHaveLength(ballots.length);
    const setup = readArchive(readFileSync(path.join(folder, 'setup', `${uuid}.bel`)));
    expect(setup.ok && setup.value.records.at(-1)?.text).toContain('"type":"Setup"');
    expect(readdirSync(path.join(folder, 'check'))).toEqual([`${uuid}.bel`]);
  });

  it('name the last event as the archive does', () => {
    const archive = readArchive(readFileSync(vector));
    const last = archive.ok ? archive.value.records.filter(({ kind }) => kind === 'event').at(-1)!.hash : '';
    const [command, comment] = commands('Ed25519', last).extra.split('\n');
    expect(bash(command!).trim()).toBe(comment!.slice(2));
  });
});
