import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RehearsalReport } from '../../server/rehearsal/report.ts';
import { workerUrl } from '../../server/worker.ts';
import type { YearReport } from '../../server/year/whole-year.ts';
import { verifyWithBeleniosTool } from '../interop/belenios-tool.ts';

/** `npm run rehearse` as its user runs it: a process with arguments, an exit code, and one JSON object as its last line. */
function rehearse<Report = RehearsalReport>(
  ...args: string[]
): Promise<{ code: number | null; report: Report | null; said: string }> {
  const child = spawn(process.execPath, [fileURLToPath(workerUrl('rehearse')), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const last = out.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code, report: last.startsWith('{') ? (JSON.parse(last) as Report) : null, said: said + out });
    });
  });
}

const pb = (votesOfSecond: number) => `META
key;value
description;A made-up election
num_projects;3
num_votes;4
vote_type;approval
max_length;2
PROJECTS
project_id;cost;votes;name
road;100;3;Road
"well";200;${votesOfSecond};"A well; with a pump"
lamp;50;0;Lamp
VOTES
voter_id;vote
1;road,well
2;road
3;well,road
4;
`;

describe('a rehearsal', { timeout: 240_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'piaojue-rehearse-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds a whole ballot with lost replies; nothing is lost or doubled; the stock tool agrees', async () => {
    const { code, report, said } = await rehearse(
      '--deputies',
      '9',
      '--candidates',
      '4',
      '--seats',
      '3',
      '--group',
      'BELENIOS-2048',
      '--scrutineers',
      '4',
      '--threshold',
      '3',
      '--within',
      '1',
      '--drop',
      '0.4',
      '--out',
      folder,
      '--json',
    );
    expect(code, said).toBe(0);
    expect(report).toMatchObject({
      entitled: 9,
      present: 9,
      issued: 9,
      returned: 9,
      lost: 0,
      duplicated: 0,
      verified: true,
    });
    expect(report!.projects).toHaveLength(4);
    for (const project of report!.projects) expect(project.for + project.against + project.abstain).toBe(9);
    expect(report!.projects.filter(({ elected }) => elected).length).toBeLessThanOrEqual(3);
    expect(report!.last_event).toMatch(/^[0-9a-f]{64}$/);
    expect(report!.receipt_ms.max).toBeGreaterThanOrEqual(report!.receipt_ms.p50);
    const archive = readFileSync(report!.archive);
    // A rehearsal says so in the election's own data.
    expect(archive.toString('utf8')).toContain('【演练】');
    await verifyWithBeleniosTool(archive);
  });

  it('is held without cards too: each deputy’s tablet makes its own credential, and the desk approves it', async () => {
    const { code, report, said } = await rehearse(
      ...['--credentials', 'tablets', '--deputies', '5', '--candidates', '3', '--seats', '2'],
      ...['--within', '0', '--drop', '0.4', '--out', folder, '--json'],
    );
    expect(code, said).toBe(0);
    expect(said).toContain('配对平板');
    expect(report).toMatchObject({ issued: 5, returned: 5, lost: 0, duplicated: 0, verified: true });
  });

  it('replays a real election and counts what the file says', async () => {
    const file = path.join(folder, 'good.pb');
    writeFileSync(file, pb(2));
    const { code, report, said } = await rehearse('--pb', file, '--within', '0', '--out', folder, '--json');
    expect(code, said).toBe(0);
    expect(
      Object.fromEntries(
        report!.projects.map((project) => [project.code, [project.for, project.against, project.abstain]]),
      ),
    ).toEqual({ road: [3, 0, 1], well: [2, 0, 2], lamp: [0, 0, 4] });
  });

  it("says so and exits 1 when the counts are not the file's own", async () => {
    const file = path.join(folder, 'wrong.pb');
    writeFileSync(file, pb(3));
    const { code, said } = await rehearse('--pb', file, '--within', '0', '--out', folder);
    expect(code).toBe(1);
    expect(said).toMatch(/well：文件 votes 列为 3，计出 2/);
  });

  it('plays a whole year, after which every suggestion answers what became of it', async () => {
    const { code, report, said } = await rehearse<YearReport>(
      '--year',
      '--suggestions',
      '60',
      '--out',
      folder,
      '--json',
    );
    expect(code, said).toBe(0);
    expect(report).toMatchObject({ suggestions: 60, withheld: 0, candidates: 13, elected: 10, projects: 10 });
    expect(report!.unanswered).toEqual([]);
    const { answered, withdrawn, built, 'not-elected': not } = report!.endings;
    for (const count of [answered, withdrawn, built, not]) expect(count).toBeGreaterThan(0);
    expect(answered + withdrawn + built + not).toBe(60);
    expect(report!.grades[0]!.unsatisfied).toBe(report!.grades[1]!.satisfied);
    expect(report!.archives.map(({ verified }) => verified)).toEqual([true, true, true]);
  });

  it.each([
    [['--deputies', 'many'], /--deputies many/],
    [['--group', 'RSA'], /BELENIOS-2048/],
    [['--credentials', 'none'], /--credentials none/],
    [['--scrutineers', '3', '--threshold', '4'], /--threshold 4/],
    [['--candidates', '3', '--seats', '4'], /--seats 4/],
    [['--drop', '1.5'], /--drop 1.5/],
    [['--pb', '/no/such/file.pb'], /读不到文件/],
    [['--nonsense'], /nonsense/],
    [['--suggestions', '100'], /--suggestions：只用于全年演练/],
    [['--year', '--deputies', '5'], /--deputies：全年演练不用/],
    [['--year', '--suggestions', '3'], /--suggestions 3/],
  ])('refuses %j with what is wrong, exit code 2', async (args, words) => {
    const { code, said } = await rehearse(...args);
    expect(code).toBe(2);
    expect(said).toMatch(words);
  });
});
