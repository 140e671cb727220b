import { err, ok, type Result } from '../result.ts';
import type { ArchiveContents, Fault } from './archive-structure.ts';
import type { Ballot } from './ballot-types.ts';
import { decode, readPartial } from './decryption.ts';
import { discreteLog } from './discrete-log.ts';
import type { Election } from './election.ts';
import type { Element } from './group.ts';
import { hasKeys, isArray, isCount, isObject, isString, parseJson } from './json.ts';
import type { Meeting } from './meeting.ts';
import { parseSizedTally, parseTally, startTally, weightOf } from './tally.ts';
import type { Trustees } from './trustee-types.ts';

/** The largest total weight whose totals are searched for: 2^16 steps each. Of elections of others; every card of ours counts once. */
const maxTotalWeight = 2 ** 32;

/**
 * Reads the list of public credentials (spec section 2.2): credential → weight. Each a member, none the identity, none twice; as many as the
 * election itself says were issued, where it says so (spec section 7 item 3). In an election of ours none has a weight: a total of ballots that
 * weigh 1, 2, 4, … tells every one of them apart.
 */
export function readCredentials(
  election: Election,
  meeting: Meeting | undefined,
  json: string,
): Result<ReadonlyMap<string, number>, Fault> {
  const { group } = election;
  const value = parseJson(json);
  if (!isArray(value) || !value.every(isString) || JSON.stringify(value) !== json)
    return err({ code: 'credentials_format' });
  const credentials = new Map<string, number>();
  let total = 0;
  for (const [i, line] of value.entries()) {
    const match = /^([0-9a-f]+)(?:,([1-9][0-9]{0,15}))?$/.exec(line);
    const weight = match?.[2] === undefined ? 1 : weightOf(match[2]);
    if (!match || weight === undefined) return err({ code: 'credentials_format' });
    const element = group.parse(match[1]!);
    if (!element || group.equal(element, group.identity)) return err({ code: 'credential_member', at: i + 1 });
    if (credentials.has(match[1]!)) return err({ code: 'credential_duplicate', at: i + 1 });
    if (election.own && weight !== 1) return err({ code: 'credential_weight', at: i + 1 });
    credentials.set(match[1]!, weight);
    total += weight;
  }
  if (total > maxTotalWeight) return err({ code: 'credentials_weight' });
  const expected = meeting && meeting.issued + meeting.paperSpares;
  if (expected !== undefined && expected !== credentials.size)
    return err({ code: 'credentials_count', at: credentials.size, detail: `${expected}` });
  return ok(credentials);
}

/** Recomputes the tally from each credential's last ballot and compares it, its count and its weight with the archive's. */
export function checkTally(
  election: Election,
  contents: ArchiveContents,
  ballots: readonly Ballot[],
  credentials: ReadonlyMap<string, number>,
): Result<{ ballots: number; weight: number; ciphertexts: number }, Fault> {
  const sized = parseSizedTally(contents.sizedTally);
  if (!sized.ok) return err({ code: 'tally_format' });
  if (sized.value.encryptedTally !== contents.encryptedTallyHash) return err({ code: 'tally_reference' });
  const last = new Map(ballots.map((ballot) => [ballot.credential, ballot]));
  // In ours a card has one ballot: their order says nothing, so there is no last one.
  const second = election.own ? ballots.find((ballot) => last.get(ballot.credential) !== ballot) : undefined;
  if (second) return err({ code: 'ballot_credential_twice', at: second.hash });
  const sum = startTally(election);
  let weight = 0;
  for (const [credential, ballot] of last) {
    const w = credentials.get(credential) ?? 0;
    sum.add(ballot, w);
    weight += w;
  }
  if (sum.encryptedTally() !== contents.encryptedTally) return err({ code: 'tally_mismatch' });
  if (sized.value.ballots !== last.size)
    return err({ code: 'tally_count', at: sized.value.ballots, detail: `${last.size}` });
  if (sized.value.weight !== weight) return err({ code: 'tally_weight', at: sized.value.weight, detail: `${weight}` });
  if (sum.sizedTally() !== contents.sizedTally) return err({ code: 'tally_format' });
  return ok({ ballots: last.size, weight, ciphertexts: sum.ciphertexts().flat().length });
}

/** The owners of every subset that shall agree: the first ones needed, and for each one more, itself in place of the last. */
function agreeing(trustees: Trustees, owners: readonly number[]): number[][] {
  const needed = trustees.entries.map((entry) =>
    owners.filter((o) => entry.owners.includes(o)).slice(0, entry.threshold),
  );
  const first = needed.flat();
  const extra = owners.filter((owner) => !first.includes(owner));
  return [
    first,
    ...extra.map((owner) => {
      const entry = trustees.entries.findIndex((e) => e.owners.includes(owner));
      return needed.flatMap((own, i) => (i === entry ? [...own.slice(0, -1), owner] : own));
    }),
  ];
}

/**
 * Checks every partial decryption, combines them and compares with the result record. Decryptions beyond the threshold must agree with
 * the others (spec section 9, last rows).
 */
export function checkDecryptions(
  election: Election,
  trustees: Trustees,
  contents: ArchiveContents,
  weight: number,
): Result<number[][], Fault> {
  const tally = parseTally(election, contents.encryptedTally);
  if (!tally) return err({ code: 'tally_format' });
  const factors = new Map<number, Element[][]>();
  for (const partial of contents.partials) {
    const { owner } = partial;
    if (factors.has(owner)) return err({ code: 'decryption_twice', at: owner });
    const read = readPartial(election, trustees, tally, partial);
    if (!read.ok) return err({ code: 'decryption_invalid', at: owner, detail: read.error.kind });
    factors.set(owner, read.value);
  }
  const enough = trustees.entries.every(
    (entry) => entry.owners.filter((o) => factors.has(o)).length >= entry.threshold,
  );
  if (!enough) return err({ code: 'decryption_too_few' });
  const solve = discreteLog(election.group, weight);
  const [first, ...others] = agreeing(trustees, [...factors.keys()]);
  const totals = decode(election, trustees, tally, first!, factors, solve);
  if (!totals) return err({ code: 'decryption_undecodable' });
  for (const owners of others) {
    const again = decode(election, trustees, tally, owners, factors, solve);
    const extra = owners.find((owner) => !first!.includes(owner));
    if (JSON.stringify(again) !== JSON.stringify(totals)) return err({ code: 'decryption_inconsistent', at: extra });
  }
  return compareResult(election, contents.result, totals);
}

/** Compares the result record with the totals decrypted. */
function compareResult(election: Election, json: string, totals: number[][]): Result<number[][], Fault> {
  const value = parseJson(json);
  if (!isObject(value) || !hasKeys(value, ['result']) || !isArray(value.result)) return err({ code: 'result_format' });
  const { result } = value;
  // Of numbers in lists only: what is nested deeper is not written out again.
  if (!result.every((row) => isArray(row) && row.every(isCount))) return err({ code: 'result_format' });
  if (json !== JSON.stringify({ result: totals }))
    return err({ code: JSON.stringify({ result }) === json ? 'result_mismatch' : 'result_format' });
  for (let i = 0; i < (election.projects ?? 0); i++) {
    if (totals[0]![i] !== totals[i + 1]![0]) return err({ code: 'result_encoding', at: i + 1 });
  }
  return ok(totals);
}
