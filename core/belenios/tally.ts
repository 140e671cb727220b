import { err, ok, type Result } from '../result.ts';
import type { Ballot } from './ballot-types.ts';
import type { Election } from './election.ts';
import type { Element } from './group.ts';
import { sha256Hex } from './hash.ts';
import { hasKeys, isArray, isCount, isObject, isString, type Json, parseJson } from './json.ts';
import { choiceCount } from './questions.ts';

/** The product of all counted ballots' ciphertexts, per question and choice. */
export type TallyCiphertexts = readonly (readonly { readonly alpha: Element; readonly beta: Element }[])[];

/** Multiplies ballots together (spec section 4). */
export interface TallySum {
  /** Adds a ballot that passed all checks. A credential's last ballot only: the caller sees to that. Weight defaults to 1. */
  add(ballot: Pick<Ballot, 'answers'>, weight?: number): void;
  /** Product of everything added. */
  ciphertexts(): TallyCiphertexts;
  /** The `encrypted_tally` record: identity elements when nothing was added. */
  encryptedTally(): string;
  /** The `sized_encrypted_tally` record. */
  sizedTally(): string;
}

/** The `encrypted_tally` text of these products. */
const tallyText = (election: Election, sums: TallyCiphertexts): string =>
  JSON.stringify(
    sums.map((choices) =>
      choices.map(({ alpha, beta }) => ({ alpha: election.group.print(alpha), beta: election.group.print(beta) })),
    ),
  );

/** The `sized_encrypted_tally` text (spec section 4). A weight above 2^30−1 is a string (spec section 1). */
export const sizedTallyJson = (ballots: number, weight: number, encryptedTally: string): string =>
  JSON.stringify({
    num_tallied: ballots,
    total_weight: weight > 2 ** 30 - 1 ? String(weight) : weight,
    encrypted_tally: sha256Hex(encryptedTally),
  });

/** Starts an empty tally. In encoding C a ciphertext that stands twice is read and multiplied once. */
export function startTally(election: Election): TallySum {
  const { group } = election;
  const sums = election.questions.map((question) =>
    Array.from({ length: choiceCount(question) }, () => ({ alpha: group.identity, beta: group.identity })),
  );
  const power = (element: Element, weight: number) => (weight === 1 ? element : group.power(element, BigInt(weight)));
  let [count, total] = [0, 0];
  return {
    add({ answers }, weight = 1) {
      const read = new Map<string, Element>();
      const element = (text: string): Element => {
        const known = read.get(text) ?? group.parseChecked(text);
        read.set(text, known);
        return known;
      };
      const multiply = (q: number, c: number, choice: { alpha: string; beta: string }) => {
        const sum = sums[q]![c]!;
        sum.alpha = group.multiply(sum.alpha, power(element(choice.alpha), weight));
        sum.beta = group.multiply(sum.beta, power(element(choice.beta), weight));
      };
      const shared = election.projects ?? 0;
      answers.forEach(({ choices }, q) => {
        if (q === 0 && shared > 0) return;
        for (const [c, choice] of choices.entries()) multiply(q, c, choice);
      });
      for (let i = 0; i < shared; i++) sums[0]![i] = sums[i + 1]![0]!;
      count += 1;
      total += weight;
    },
    ciphertexts: () => sums.map((choices) => choices.map(({ alpha, beta }) => ({ alpha, beta }))),
    encryptedTally: () => tallyText(election, sums),
    sizedTally: () => sizedTallyJson(count, total, tallyText(election, sums)),
  };
}

/** Reads an `encrypted_tally` record: canonical, of the questions' shape, every element in the group; undefined otherwise. */
export function parseTally(election: Election, json: string): TallyCiphertexts | undefined {
  const value = parseJson(json);
  if (!isArray(value) || value.length !== election.questions.length) return undefined;
  const sums: { alpha: Element; beta: Element }[][] = [];
  for (const [q, list] of value.entries()) {
    if (!isArray(list) || list.length !== choiceCount(election.questions[q]!)) return undefined;
    const choices: { alpha: Element; beta: Element }[] = [];
    for (const item of list) {
      if (!isObject(item) || !isString(item.alpha) || !isString(item.beta)) return undefined;
      const [alpha, beta] = [election.group.parse(item.alpha), election.group.parse(item.beta)];
      if (!alpha || !beta) return undefined;
      choices.push({ alpha, beta });
    }
    sums.push(choices);
  }
  return tallyText(election, sums) === json ? sums : undefined;
}

/** Reads a `sized_encrypted_tally` record. */
export function parseSizedTally(
  json: string,
): Result<{ ballots: number; weight: number; encryptedTally: string }, 'format'> {
  const value = parseJson(json);
  if (!isObject(value) || !hasKeys(value, ['num_tallied', 'total_weight', 'encrypted_tally'])) return err('format');
  const { num_tallied, total_weight, encrypted_tally } = value;
  const weight = weightOf(total_weight);
  if (!isCount(num_tallied) || weight === undefined || !isString(encrypted_tally)) return err('format');
  if (JSON.stringify({ num_tallied, total_weight, encrypted_tally }) !== json) return err('format');
  return ok({ ballots: num_tallied, weight, encryptedTally: encrypted_tally });
}

/** A weight as a JSON number, or as a decimal string when it is above 2^30−1. */
export function weightOf(value: Json | undefined): number | undefined {
  const number = isString(value) && /^[1-9][0-9]{0,15}$/.test(value) ? Number(value) : value;
  return isCount(number) ? number : undefined;
}
