import { readFileSync } from 'node:fs';
import type { Vote } from '../../core/belenios/index.ts';
import { parsePb } from '../../core/pabulib/parse.ts';
import { err, ok, type Random, type Result } from '../../core/result.ts';
import type { RehearsalOptions } from './options.ts';

export interface RehearsalProject {
  readonly code: string;
  readonly title: string;
  /** yuan */
  readonly budget: number;
  /** Approvals that the replayed file itself publishes; null where it does not, or nothing is replayed. */
  readonly declared: number | null;
}

/** Who votes for what: what goes in, to be compared with what comes out of the box. */
export interface Electorate {
  readonly name: string;
  readonly projects: readonly RehearsalProject[];
  readonly seats: number;
  readonly limit: number;
  /** One ballot a deputy, in the order of `projects`. */
  readonly ballots: readonly (readonly Vote[])[];
}

const works = [
  '村道硬化工程',
  '饮水安全提升工程',
  '敬老院适老化改造',
  '卫生室设备更新',
  '农田灌溉渠修缮',
  '路灯安装工程',
  '小学操场改造',
  '垃圾分类收集点建设',
  '便民服务中心改造',
  '文化广场建设',
  '山洪预警设施建设',
  '农贸市场改造',
];

/** A whole number below `bound`, from 48 random bits: the bias is far below what a rehearsal could show. */
const pick = (bound: number, random: Random): number =>
  Number(random(6).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % BigInt(bound));

/** Deputies of a made-up hall: each approves up to the limit, likelier the earlier projects, so that some pass and some do not. */
function invented(options: RehearsalOptions, random: Random): Result<Electorate, string> {
  const count = options.candidates;
  const projects = Array.from({ length: count }, (_, i) => ({
    code: `P${String(i + 1).padStart(2, '0')}`,
    title: `${works[i % works.length]}${i < works.length ? '' : `（${Math.floor(i / works.length) + 1}期）`}`,
    budget: 100_000 + pick(190, random) * 10_000,
    declared: null,
  }));
  const seats = options.seats ?? Math.max(1, Math.min(Math.round((count * 5) / 6), Math.max(1, count - 1)));
  const limit = options.limit ?? seats;
  const ballots = Array.from({ length: options.deputies }, () => {
    let left = limit;
    const start = pick(count, random);
    const ballot: Vote[] = Array.from({ length: count }, () => 'abstain');
    for (let k = 0; k < count; k++) {
      const i = (start + k) % count;
      const draw = pick(100, random);
      if (draw < 85 - Math.round((40 * i) / count) && left > 0) {
        ballot[i] = 'for';
        left--;
      } else if (draw < 92) ballot[i] = 'against';
    }
    return ballot;
  });
  return ok({ name: '演练用候选项目', projects, seats, limit, ballots });
}

/** The voters of a real election in the pabulib format: an approval is 赞成, everything else 弃权. */
function replayed(file: string, options: RehearsalOptions): Result<Electorate, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return err(`读不到文件 ${file} · cannot read the file: ${(error as Error).message}`);
  }
  const parsed = parsePb(text);
  if (!parsed.ok)
    return err(
      `${file} 第 ${parsed.error.line} 行 · line ${parsed.error.line}: ${parsed.error.zh} · ${parsed.error.en}`,
    );
  const { projects, votes, maxLength, meta } = parsed.value;
  const longest = votes.reduce((most, vote) => Math.max(most, vote.approved.length), 0);
  const limit = Math.min(options.limit ?? maxLength ?? projects.length, projects.length);
  if (longest > limit)
    return err(
      `有选票赞成了 ${longest} 项，超过每票上限 ${limit} · a ballot approves ${longest} projects, over the limit ${limit}`,
    );
  const seats = options.seats ?? Math.max(1, Math.min(limit, projects.length - 1));
  if (seats > projects.length)
    return err(`--seats ${seats}：不能多于项目数 ${projects.length} · cannot exceed the ${projects.length} projects`);
  const index = new Map(projects.map((project, i) => [project.id, i]));
  return ok({
    name: [meta.unit, meta.subunit, meta.instance].filter(Boolean).join(' ') || file,
    projects: projects.map((project) => ({
      code: project.id,
      title: (project.name || project.id).slice(0, 80),
      budget: Math.max(0, Math.round(project.cost ?? 0)),
      declared: project.declaredVotes,
    })),
    seats,
    limit,
    ballots: votes.map((vote) => {
      const ballot: Vote[] = projects.map(() => 'abstain');
      for (const id of vote.approved) ballot[index.get(id)!] = 'for';
      return ballot;
    }),
  });
}

export const makeElectorate = (options: RehearsalOptions, random: Random): Result<Electorate, string> =>
  options.pb === null ? invented(options, random) : replayed(options.pb, options);

/** What the box must hold: 赞成, 反对, 弃权 of each project, counted from the ballots themselves. */
export function expectedTotals(electorate: Electorate): Record<Vote, number>[] {
  return electorate.projects.map((_, i) => {
    const totals: Record<Vote, number> = { for: 0, against: 0, abstain: 0 };
    for (const ballot of electorate.ballots) totals[ballot[i]!]++;
    return totals;
  });
}
