import { parseArgs } from 'node:util';
import { type GroupName, isGroupName } from '../../core/belenios/index.ts';
import { err, ok, type Result } from '../../core/result.ts';

/** What `npm run rehearse` was asked for; numbers that depend on a replayed file are still open here. */
export interface RehearsalOptions {
  readonly deputies: number;
  readonly candidates: number;
  /** 应选数; null: five sixths of the candidates, or what the replayed file suggests. */
  readonly seats: number | null;
  /** Most 赞成 on one ballot; null: the seats, or what the replayed file says. */
  readonly limit: number | null;
  readonly group: GroupName;
  /** Ballot cards, or a credential that each deputy's tablet makes for itself. */
  readonly credentials: 'cards' | 'tablets';
  readonly scrutineers: number;
  readonly threshold: number;
  /** Seconds over which the deputies cast. */
  readonly within: number;
  /** Probability of each reply to a cast being lost, 0 to below 1. */
  readonly drop: number;
  readonly pb: string | null;
  readonly out: string | null;
  readonly json: boolean;
  /** A server to rehearse on, not yet set up; null: start one on a fresh embedded database. */
  readonly url: string | null;
  /** A whole year of a town, from its suggestions to the second evaluation, instead of one ballot; null: one ballot. */
  readonly year: { readonly suggestions: number } | null;
}

/** What the holding of a ballot depends on. */
export type BallotOptions = Pick<
  RehearsalOptions,
  'group' | 'credentials' | 'scrutineers' | 'threshold' | 'within' | 'drop'
>;

export const usage = `用法 · usage: npm run rehearse -- [选项 · options]
  --deputies N       代表人数 · deputies (60)
  --candidates M     候选项目数 · candidate projects (12)
  --seats K          应选数 · seats (M 的六分之五 · five sixths of M)
  --limit L          每票最多赞成数 · most approvals on one ballot (K)
  --group G          Ed25519 | BELENIOS-2048 (Ed25519)
  --credentials C    cards 票卡 | tablets 平板凭证 (cards)
  --scrutineers n    监票人数 · scrutineers (3)
  --threshold t      解密所需人数 · how many of them decrypt (2)
  --within SECONDS   代表在多少秒内投完 · all cast within so many seconds (10)
  --drop P           回执丢失概率 0–0.95 · probability of losing a reply (0)
  --pb FILE          重放 pabulib .pb 文件 · replay a real election
  --out DIR          档案保存目录 · where the archive is kept (rehearsal-out)
  --json             最后输出一行 JSON · one JSON object last
  --year             演练全年，从征集到再次测评 · a whole year, from the suggestions to the second evaluation
  --suggestions S    全年演练的建议条数 · suggestions of that year (2249)
  --url U            在一台尚未设置的服务器上演练 · rehearse on a server that is not set up yet
`;

const range = (
  name: string,
  text: string | undefined,
  low: number,
  high: number,
  whole = true,
): Result<number | null, string> => {
  if (text === undefined) return ok(null);
  const value = Number(text);
  const fits =
    text.trim() !== '' &&
    Number.isFinite(value) &&
    value >= low &&
    value <= high &&
    (!whole || Number.isInteger(value));
  return fits
    ? ok(value)
    : err(
        `--${name} ${text}：应为 ${low} 到 ${high} 之间的${whole ? '整数' : '数'} · must be ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}`,
      );
};

/** Reads the command line; the error says which option is wrong and what it takes. */
export function readOptions(args: readonly string[]): Result<RehearsalOptions, string> {
  const text = { type: 'string' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        deputies: text,
        candidates: text,
        seats: text,
        limit: text,
        group: text,
        credentials: text,
        scrutineers: text,
        threshold: text,
        within: text,
        drop: text,
        pb: text,
        out: text,
        url: text,
        suggestions: text,
        json: { type: 'boolean' },
        year: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return err((error as Error).message);
  }
  if (values.help) return err('');
  const given = (name: string) => values[name] as string | undefined;
  const numbers: Record<string, number | null> = {};
  const limits: [string, number, number, boolean?][] = [
    ['deputies', 3, 10_000],
    ['candidates', 1, 200],
    ['seats', 1, 200],
    ['limit', 1, 200],
    ['scrutineers', 2, 9],
    ['threshold', 2, 9],
    ['suggestions', 60, 20_000],
    ['within', 0, 36_000, false],
    ['drop', 0, 0.95, false],
  ];
  for (const [name, low, high, whole = true] of limits) {
    const value = range(name, given(name), low, high, whole);
    if (!value.ok) return value;
    numbers[name] = value.value;
  }
  const year = values.year === true;
  const alone = ['suggestions', 'out', 'json', 'year'];
  const other = Object.keys(values).find((name) => alone.includes(name) !== year && !['out', 'json'].includes(name));
  if (other)
    return err(
      year
        ? `--${other}：全年演练不用这个选项 · not an option of --year`
        : `--${other}：只用于全年演练，请加 --year · only with --year`,
    );
  const group = given('group') ?? 'Ed25519';
  if (!isGroupName(group))
    return err(`--group ${group}：应为 Ed25519 或 BELENIOS-2048 · must be Ed25519 or BELENIOS-2048`);
  const credentials = given('credentials') ?? 'cards';
  if (credentials !== 'cards' && credentials !== 'tablets')
    return err(`--credentials ${credentials}：应为 cards 或 tablets · must be cards or tablets`);
  const scrutineers = numbers.scrutineers ?? 3;
  const threshold = numbers.threshold ?? Math.min(2, scrutineers);
  if (threshold > scrutineers)
    return err(
      `--threshold ${threshold}：不能多于监票人数 ${scrutineers} · cannot exceed the ${scrutineers} scrutineers`,
    );
  const candidates = numbers.candidates ?? 12;
  const { seats = null, limit = null } = numbers;
  const pb = given('pb') ?? null;
  if (pb === null && seats !== null && seats > candidates)
    return err(`--seats ${seats}：不能多于候选项目数 ${candidates} · cannot exceed the ${candidates} candidates`);
  if (pb === null && limit !== null && limit > candidates)
    return err(`--limit ${limit}：不能多于候选项目数 ${candidates} · cannot exceed the ${candidates} candidates`);
  return ok({
    deputies: numbers.deputies ?? 60,
    candidates,
    seats,
    limit,
    group,
    credentials,
    scrutineers,
    threshold,
    within: numbers.within ?? 10,
    drop: numbers.drop ?? 0,
    pb,
    out: given('out') ?? null,
    json: values.json === true,
    url: given('url') ?? null,
    year: year ? { suggestions: numbers.suggestions ?? 2249 } : null,
  });
}
