import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../../core/belenios/index.ts';
import { chooseLanguage, columns, table } from '../../../server/verification/report-text.ts';
import { workerUrl } from '../../../server/worker.ts';

const vectors = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'vectors');
const program = fileURLToPath(workerUrl('verify'));
const dir = mkdtempSync(path.join(os.tmpdir(), 'piaojue-verify-'));
afterAll(() => rmSync(dir, { recursive: true }));

const run = (args: string[], lang = 'zh_CN.UTF-8') =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, LC_ALL: '', LC_MESSAGES: '', LANG: lang } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
const last = '6187299641f99acc35e50a992f1b2ecee88c9f1743d724608e1ccee43d9fbe93';
const closing = 'a3a758cdc3a77181fc8152e16c64c771ec2d9bd41ac0aa8e6a146f624d12c15c';

describe('npm run verify', () => {
  it('0 and the table when everything holds', async () => {
    const { code, out } = await run([path.join(vectors, 'js-Ed25519-C.bel')]);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ 档案逐字节完整：28\n/);
    expect(out).toMatch(/✓ 每张票：格式、凭证、签名、全部证明：5\n/);
    expect(out).toMatch(/项目03 {2,}3 {2,}0 {2,}2\n/);
    expect(out).not.toContain('赞成总数不超过');
    expect(out).toContain('结论：全部核验通过。');
    const english = await run([path.join(vectors, 'd13-ed-A.bel'), '--lang', 'en']);
    expect([english.code, english.out.includes('Verdict: everything holds.')]).toEqual([0, true]);
    expect(english.out).toMatch(/项目02 {2,}4\n/);
  });

  it('1 and the reason when something does not', async () => {
    const bad = await run([path.join(vectors, 'BAD-stuffing-ed25519.bel')]);
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/✗ 票 [0-9a-f]{64} 的单项证明不成立（第 1 题第 1 项）。\n\n结论：核验不通过。/);
    const moved = await run([path.join(vectors, 'mini-ed25519.bel'), '--last-event', '0'.repeat(64)], 'C');
    expect([moved.code, moved.out.includes('not the published')]).toEqual([1, true]);
  });

  it('the published hash may be the last event or the closing one', async () => {
    const file = path.join(vectors, 'mini-ed25519.bel');
    const groups = last.match(/..../g)!;
    // As it stands, in capitals, and in groups as the page shows it, quoted or not, before or behind the file.
    for (const args of [
      [file, '--last-event', last],
      [file, '--last-event', last.toUpperCase()],
      [file, '--last-event', groups.join(' ')],
      [file, '--last-event', ...groups],
      ['--last-event', ...groups, file],
    ]) {
      const { code, out } = await run(args, 'en_US.UTF-8');
      expect([code, out.includes('hash of the last event is the published one: 1')]).toEqual([0, true]);
    }
    // What was compared is what is said.
    const { code, out } = await run([file, '--last-event', closing], 'en_US.UTF-8');
    expect([code, out.includes('hash of the last event')]).toEqual([0, false]);
    expect(out).toContain('hash of the closed box is the published one');
  });

  it('2 when it is no archive, is not there, or was called wrongly', async () => {
    const file = path.join(dir, 'other.bel');
    writeFileSync(file, 'PK something');
    expect(await run([file])).toMatchObject({ code: 2 });
    expect((await run([path.join(dir, 'none.bel')])).err).toContain('无法读取');
    for (const args of [
      [],
      ['a', 'b'],
      [file, '--frobnicate'],
      [file, '--last-event', 'xyz'],
      [file, '--lang', 'fr'],
    ]) {
      const { code, err } = await run(args);
      expect([code, err.includes('用法')]).toEqual([2, true]);
    }
  });

  it('--json is the report', async () => {
    const { code, out } = await run([path.join(vectors, 'mini-ed25519.bel'), '--json']);
    const report = JSON.parse(out) as VerifyReport;
    expect([code, report.valid, report.lastEvent, report.closingEvent]).toEqual([0, true, last, closing]);
    expect(report.questions).toEqual([{ question: 'Q', answers: ['a', 'b'], totals: [1, 0] }]);
  });
});

describe('text at the terminal', () => {
  it('language', () => {
    expect(chooseLanguage('en', { LANG: 'zh_CN' })).toBe('en');
    expect(chooseLanguage(undefined, {})).toBe('zh');
    expect(chooseLanguage(undefined, { LANG: 'en_US.UTF-8' })).toBe('en');
    expect(chooseLanguage(undefined, { LANG: 'C', LC_ALL: 'zh_CN.UTF-8' })).toBe('zh');
  });

  it('columns line up under Chinese', () => {
    expect(columns('票决（1）')).toBe(9);
    expect(
      table([
        ['项目', '赞成'],
        ['a', '7'],
      ]),
    ).toEqual(['项目  赞成', 'a        7']);
  });
});
