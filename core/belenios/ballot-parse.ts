import { err, ok, type Result } from '../result.ts';
import type { Answer } from './ballot-types.ts';
import type { Group } from './group.ts';
import { hasKeys, isArray, isObject, isString, type Json } from './json.ts';
import { type ProofText, parseProof, proofText } from './proofs.ts';
import { choiceCount, type Question } from './questions.ts';

/** A list of proofs with canonical scalars, rebuilt from what was read. */
function parseProofs(group: Group, value: Json | undefined): ProofText[] | undefined {
  if (!isArray(value)) return undefined;
  const list: ProofText[] = [];
  for (const item of value) {
    const proof = parseProof(group, item);
    if (!proof) return undefined;
    list.push(proofText(proof));
  }
  return list;
}

/** Rebuilds one answer from JSON with exactly its keys; every element well spelt, every scalar canonical, every count the question's. */
export function parseAnswer(group: Group, question: Question, value: Json): Result<Answer, 'not_canonical' | 'shape'> {
  const blankKeys = question.blank ? ['blank_proof'] : [];
  const keys = ['choices', 'individual_proofs', 'overall_proof', ...blankKeys];
  if (!isObject(value) || !hasKeys(value, keys) || !isArray(value.choices) || !isArray(value.individual_proofs))
    return err('not_canonical');
  const choices = [];
  for (const item of value.choices) {
    if (!isObject(item) || !hasKeys(item, ['alpha', 'beta']) || !isString(item.alpha) || !isString(item.beta))
      return err('not_canonical');
    if (!group.isWellSpelt(item.alpha) || !group.isWellSpelt(item.beta)) return err('not_canonical');
    choices.push({ alpha: item.alpha, beta: item.beta });
  }
  const individual_proofs = [];
  for (const item of value.individual_proofs) {
    const proofs = parseProofs(group, item);
    if (!proofs) return err('not_canonical');
    individual_proofs.push(proofs);
  }
  const overall_proof = parseProofs(group, value.overall_proof);
  const blank_proof = question.blank ? parseProofs(group, value.blank_proof) : [];
  if (!overall_proof || !blank_proof) return err('not_canonical');
  const count = choiceCount(question);
  const range = question.max - question.min + 1;
  const counts =
    choices.length === count && individual_proofs.length === count && individual_proofs.every((p) => p.length === 2);
  if (!counts || overall_proof.length !== range + (question.blank ? 1 : 0)) return err('shape');
  if (!question.blank) return ok({ choices, individual_proofs, overall_proof });
  return blank_proof.length === 2 ? ok({ choices, individual_proofs, overall_proof, blank_proof }) : err('shape');
}
