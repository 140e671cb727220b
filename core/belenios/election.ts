import type { ElectionUuid } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { isElectionUuid } from './credential.ts';
import {
  type Element,
  type FixedBase,
  type Group,
  type GroupName,
  type Groups,
  isGroupName,
  portableGroups,
} from './group.ts';
import { sha256Base64 } from './hash.ts';
import { hasDuplicateKeys, isArray, isCount, isObject, isString, type Json, parseJson } from './json.ts';
import { encodingCProjects, encodingGProjects, type Question } from './questions.ts';

/** What `electionJson` writes (spec section 2.1). */
export interface ElectionInput {
  readonly uuid: ElectionUuid;
  readonly group: GroupName;
  /** y in text, from `assembleTrustees`. */
  readonly publicKey: string;
  readonly name: string;
  readonly description: string;
  readonly questions: readonly Question[];
  readonly administrator?: string;
  readonly credentialAuthority?: string;
  /** Meeting metadata, bound by the fingerprint and ignored by other tools. */
  readonly extensions?: Readonly<Record<`x_${string}`, unknown>>;
}

/** An election as read from its JSON bytes, with the arithmetic to work in it. */
export interface Election {
  /** The very text the fingerprint is of. */
  readonly json: string;
  /** φ. */
  readonly fingerprint: string;
  readonly uuid: ElectionUuid;
  readonly groupName: GroupName;
  readonly group: Group;
  readonly name: string;
  readonly description: string;
  /** y in text and as an element, and x ↦ y^x. */
  readonly publicKeyText: string;
  readonly publicKey: Element;
  readonly keyPower: FixedBase;
  readonly questions: readonly Question[];
  /** Number of projects when the questions are encoding C (spec section 6), else undefined. */
  readonly projects: number | undefined;
  /** Number of projects graded when the election says it is in encoding G (an evaluation), else undefined. */
  readonly graded: number | undefined;
  /** Whether it says of itself that it is one of ours: then everything that ours have must be there, and every card counts once. */
  readonly own: boolean;
  /** Top-level keys `x_…` with their values. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Keys, top-level or in a question, that the format does not name: allowed, to be shown. */
  readonly unknownKeys: readonly string[];
}

/** Why a text is no election this project can run or verify. */
export interface ElectionError {
  readonly kind:
    | 'not_json'
    | 'duplicate_key'
    | 'version'
    | 'group'
    | 'uuid'
    | 'text'
    | 'public_key'
    | 'question'
    | 'encoding';
  /** Index of the question, for `question`. */
  readonly question?: number;
}

/** The election record's bytes (as text): compact JSON, keys in the order of spec section 2.1, extensions last. */
export function electionJson(input: ElectionInput): string {
  const { uuid, group, publicKey, name, description, administrator, credentialAuthority } = input;
  return JSON.stringify({
    version: 1,
    description,
    name,
    group,
    public_key: publicKey,
    questions: input.questions.map(({ answers, blank, min, max, question }) => ({
      answers,
      ...(blank ? { blank } : {}),
      min,
      max,
      question,
    })),
    uuid,
    administrator,
    credential_authority: credentialAuthority,
    ...input.extensions,
  });
}

/** φ: base64 (43 characters) of the SHA-256 of the election's raw bytes. */
export const fingerprint = (json: string): string => sha256Base64(json);

const known = [
  'version',
  'description',
  'name',
  'group',
  'public_key',
  'questions',
  'uuid',
  'administrator',
  'credential_authority',
];
/** Of all questions together: more than any ballot paper asks, and a ballot that can still be written as one text. */
const mostAnswers = 10_000;
const knownInQuestion = ['answers', 'blank', 'min', 'max', 'question'];

function parseQuestion(value: Json): Question | undefined {
  if (!isObject(value) || ('type' in value && value.type !== 'Homomorphic')) return undefined;
  const { answers, blank = false, min, max, question } = value;
  if (!isArray(answers) || answers.length === 0 || answers.length > 1000 || !answers.every(isString)) return undefined;
  if (typeof blank !== 'boolean' || !isCount(min) || !isCount(max) || !isString(question)) return undefined;
  if (min > max || max > answers.length) return undefined;
  return { answers: answers as readonly string[], blank, min, max, question };
}

/**
 * Reads an election (spec section 2.1): formatting is free and unknown keys are kept apart, but every key may occur once only, the
 * group must be one of ours and the key a member of it other than the identity.
 */
export function parseElection(json: string, groups: Groups = portableGroups): Result<Election, ElectionError> {
  const value = parseJson(json);
  if (!isObject(value)) return err({ kind: 'not_json' });
  if (hasDuplicateKeys(json)) return err({ kind: 'duplicate_key' });
  if (value.version !== 1) return err({ kind: 'version' });
  const { uuid, group: groupName, name, description, public_key: key, questions: list } = value;
  if (!isGroupName(groupName)) return err({ kind: 'group' });
  if (!isString(uuid) || !isElectionUuid(uuid)) return err({ kind: 'uuid' });
  if (!isString(name) || !isString(description)) return err({ kind: 'text' });
  const group = groups(groupName);
  const publicKey = isString(key) ? group.parse(key) : undefined;
  if (!isString(key) || !publicKey || group.equal(publicKey, group.identity)) return err({ kind: 'public_key' });
  if (!isArray(list) || list.length === 0 || list.length > 1000) return err({ kind: 'question' });
  const questions: Question[] = [];
  let answers = 0;
  const unknownKeys = Object.keys(value).filter((k) => !known.includes(k));
  for (const [index, item] of list.entries()) {
    const question = parseQuestion(item);
    if (!question) return err({ kind: 'question', question: index });
    questions.push(question);
    answers += question.answers.length;
    if (answers > mostAnswers) return err({ kind: 'question', question: index });
    for (const key of Object.keys(item as object))
      if (!knownInQuestion.includes(key)) unknownKeys.push(`questions[${index}].${key}`);
  }
  const projects = encodingCProjects(questions);
  const graded = value.x_encoding === 'G' ? encodingGProjects(questions) : undefined;
  const own = 'x_encoding' in value || 'x_congress' in value;
  // An election that names an encoding is in it; one of ours names one.
  if (own && (value.x_encoding === 'C' ? projects : graded) === undefined) return err({ kind: 'encoding' });
  let keyPower: FixedBase | undefined;
  return ok({
    json,
    fingerprint: fingerprint(json),
    uuid,
    groupName,
    group,
    name,
    description,
    publicKeyText: key,
    publicKey,
    keyPower: (exponent) => {
      keyPower ??= group.fixedBase(publicKey);
      return keyPower(exponent);
    },
    questions,
    projects,
    graded,
    own,
    extensions: Object.fromEntries(Object.entries(value).filter(([k]) => k.startsWith('x_'))),
    unknownKeys,
  });
}
