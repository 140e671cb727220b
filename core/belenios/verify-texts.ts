import type { BallotCode } from './ballot-types.ts';

/** Every reason for which the verifier refuses an archive. */
export type FailureCode =
  | `archive_${'header' | 'truncated' | 'padding' | 'hash' | 'text' | 'timestamp'}`
  | 'not_archive'
  | 'event_format'
  | 'event_chain'
  | 'event_order'
  | 'no_result'
  | 'no_end'
  | 'record_unreferenced'
  | 'record_missing'
  | 'payload'
  | 'setup_data'
  | 'election'
  | 'election_key'
  | 'trustees'
  | 'credentials_format'
  | 'credential_member'
  | 'credential_duplicate'
  | 'credential_weight'
  | 'credentials_weight'
  | 'credentials_count'
  | 'ballot_duplicate'
  | 'ballot_credential_unknown'
  | 'ballot_credential_twice'
  | 'ballot_repeated_alpha'
  | `ballot_${BallotCode}`
  | 'tally_format'
  | 'tally_reference'
  | 'tally_mismatch'
  | 'tally_count'
  | 'tally_weight'
  | 'decryption_twice'
  | 'decryption_invalid'
  | 'decryption_too_few'
  | 'decryption_undecodable'
  | 'decryption_inconsistent'
  | 'result_format'
  | 'result_mismatch'
  | 'result_encoding'
  | 'last_event';

/** A sentence in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

const words = (zh: string, en: string): Words => ({ zh, en });

/** A failure in words. `{at}` and `{detail}` stand for what the fault names. */
const sentences: Record<FailureCode, Words> = {
  not_archive: words('这不是票决档案（.bel）文件。', 'This file is no election archive (.bel).'),
  archive_header: words('第 {at} 条记录的头部不规范。', 'Record {at}: its header is not as the format says.'),
  archive_truncated: words(
    '文件在第 {at} 条记录处被截断或尾部有多余内容。',
    'Record {at}: the file is cut off, or has bytes after its end.',
  ),
  archive_padding: words('第 {at} 条记录的填充字节不是零。', 'Record {at}: the padding is not all zero.'),
  archive_hash: words(
    '第 {at} 条记录的内容与其校验码不符。',
    'Record {at}: its content does not have the hash that names it.',
  ),
  archive_text: words('第 {at} 条记录不是 UTF-8 文本。', 'Record {at} is no UTF-8 text.'),
  archive_timestamp: words(
    '第 {at} 条记录的时间戳与其他记录不同。',
    'Record {at}: its timestamp differs from the others.',
  ),
  event_format: words('第 {at} 个事件格式不规范或类型未知。', 'Event {at} is malformed or of an unknown type.'),
  event_chain: words('第 {at} 个事件没有接在前一个事件之后。', 'Event {at} does not continue the event before it.'),
  event_order: words('事件 {at} 不得出现在 {detail} 之后。', 'Event {at} must not follow {detail}.'),
  no_result: words('档案没有以结果事件结束。', 'The archive does not end with a result.'),
  no_end: words('票箱数据没有以封箱事件结束。', 'The box does not end with the event that closed it.'),
  record_unreferenced: words('记录 {at} 不属于任何事件。', 'Record {at} belongs to no event.'),
  record_missing: words('第 {at} 个事件缺少应有的记录。', 'Event {at} lacks a record it needs.'),
  payload: words('第 {at} 个事件没有指向它之前的记录。', 'Event {at} does not name the record before it.'),
  setup_data: words(
    '开箱事件没有指向选举、监票人和凭证三条记录。',
    'Setup does not name the election, trustees and credentials before it.',
  ),
  election: words('选举数据不合规范（{detail}）。', 'The election data are not sound ({detail}).'),
  election_key: words('选举公钥不是各监票人公钥之积。', "The election's public key is not that of its trustees."),
  trustees: words(
    '第 {at} 位监票人的密钥数据不成立（{detail}）。',
    'Key data of scrutineer {at} do not hold ({detail}).',
  ),
  credentials_format: words('公开凭证列表格式不规范。', 'The list of public credentials is malformed.'),
  credential_member: words('第 {at} 个公开凭证不是有效的群元素。', 'Public credential {at} is no valid group element.'),
  credential_duplicate: words('第 {at} 个公开凭证重复。', 'Public credential {at} is there twice.'),
  credential_weight: words(
    '第 {at} 个公开凭证带有权数；每张票卡只能计一票。',
    'Public credential {at} has a weight; every card counts once.',
  ),
  credentials_weight: words(
    '公开凭证的权数之和过大。',
    'The weights of the public credentials are too large together.',
  ),
  credentials_count: words(
    '公开凭证有 {at} 个，而选举数据写明的票卡（含备用纸质票卡）是 {detail} 张。',
    'There are {at} public credentials, but the election names {detail} cards, those for paper ballots included.',
  ),
  ballot_duplicate: words('同一张票在票箱中出现两次（{at}）。', 'The same ballot is in the box twice ({at}).'),
  ballot_credential_unknown: words('票 {at} 的凭证不在名单中。', 'Ballot {at}: its credential is not in the list.'),
  ballot_credential_twice: words(
    '票 {at} 的票卡已投过另一张票。',
    'Ballot {at}: its card has another ballot in the box.',
  ),
  ballot_repeated_alpha: words('票 {at} 复制了另一张票的密文。', "Ballot {at} repeats another ballot's ciphertext."),
  ballot_too_large: words('票 {at} 过大。', 'Ballot {at} is too large.'),
  ballot_not_canonical: words('票 {at} 的写法不规范。', 'Ballot {at} is not written in the one canonical way.'),
  ballot_wrong_election: words('票 {at} 属于另一次选举。', 'Ballot {at} is for another election.'),
  ballot_credential_invalid: words(
    '票 {at} 的凭证不是有效的群元素。',
    'Ballot {at}: its credential is no valid group element.',
  ),
  ballot_shape: words(
    '票 {at} 的答案或证明数目不对{detail}。',
    'Ballot {at}: wrong number of answers or proofs{detail}.',
  ),
  ballot_encoding: words(
    '票 {at} 的限额题与项目题密文不一致{detail}。',
    'Ballot {at}: the quota question and a project do not share their ciphertext{detail}.',
  ),
  ballot_signature: words('票 {at} 的签名不成立。', 'Ballot {at}: its signature does not hold.'),
  ballot_element: words('票 {at} 含有群外元素{detail}。', 'Ballot {at}: a ciphertext is outside the group{detail}.'),
  ballot_identity_alpha: words(
    '票 {at} 含有未加密的密文{detail}。',
    'Ballot {at}: a ciphertext does not hide anything{detail}.',
  ),
  ballot_individual_proof: words(
    '票 {at} 的单项证明不成立{detail}。',
    'Ballot {at}: the proof of a single choice does not hold{detail}.',
  ),
  ballot_overall_proof: words(
    '票 {at} 的总数证明不成立{detail}。',
    'Ballot {at}: the proof of the number of choices does not hold{detail}.',
  ),
  ballot_blank_proof: words(
    '票 {at} 的空白票证明不成立{detail}。',
    'Ballot {at}: the proof about the blank choice does not hold{detail}.',
  ),
  tally_format: words('加密计票数据格式不规范。', 'The encrypted tally is malformed.'),
  tally_reference: words('计票摘要指向另一份加密计票。', 'The tally summary names another encrypted tally.'),
  tally_mismatch: words('加密计票不等于各张票之积。', 'The encrypted tally is not the product of the ballots.'),
  tally_count: words(
    '计票摘要的票数是 {at}，实际应为 {detail}。',
    'The tally summary counts {at} ballots; it must be {detail}.',
  ),
  tally_weight: words(
    '计票摘要的权数是 {at}，实际应为 {detail}。',
    'The tally summary has weight {at}; it must be {detail}.',
  ),
  decryption_twice: words('第 {at} 位监票人解密了两次。', 'Scrutineer {at} decrypted twice.'),
  decryption_invalid: words(
    '第 {at} 位监票人的部分解密不成立（{detail}）。',
    'The partial decryption of scrutineer {at} does not hold ({detail}).',
  ),
  decryption_too_few: words('部分解密的份数不足。', 'There are too few partial decryptions.'),
  decryption_undecodable: words(
    '这些部分解密合起来得不出计票结果。',
    'The partial decryptions together give no totals.',
  ),
  decryption_inconsistent: words(
    '第 {at} 位监票人的部分解密与其他人不一致。',
    'The partial decryption of scrutineer {at} disagrees with the others.',
  ),
  result_format: words('结果记录格式不规范。', 'The result is malformed.'),
  result_mismatch: words('公布的结果与解密所得不同。', 'The published result is not what the decryptions give.'),
  result_encoding: words(
    '限额题与第 {at} 个项目的赞成数不同。',
    'The quota question and project {at} have different totals.',
  ),
  last_event: words(
    '末条记录校验码 {detail} 与公布的 {at} 不同：档案可能被换过。',
    'The last event is {detail}, not the published {at}: the archive may have been replaced.',
  ),
};

/** A fault as a sentence in both languages. */
export function failureWords(code: FailureCode, at: number | string | undefined, detail: Words): Words {
  const fill = (text: string, extra: string) => text.replace('{at}', String(at ?? '?')).replace('{detail}', extra);
  return { zh: fill(sentences[code].zh, detail.zh), en: fill(sentences[code].en, detail.en) };
}

/** The checks in their order. What `count` counts stands in brackets in the comments. */
export const checkNames = {
  /** [records] */
  archive: words('档案逐字节完整', 'archive intact to the byte'),
  /** [events] */
  events: words('事件次序与散列链', 'order and hash chain of events'),
  /** [trustees] */
  trustees: words('监票人密钥与证明', "scrutineers' keys and proofs"),
  /** [questions] */
  election: words('选举数据与公钥', 'election data and public key'),
  /** [credentials] */
  credentials: words('公开凭证', 'public credentials'),
  /** [ballots] */
  ballots: words('每张票：格式、凭证、签名、全部证明', 'each ballot: form, credential, signature, all proofs'),
  /** [ciphertexts compared] */
  encoding: words('限额题与项目题共用密文', 'quota question shares its ciphertexts'),
  /** [distinct alphas] */
  alphas: words('各票密文互不重复', 'no ciphertext copied between ballots'),
  /** [ciphertexts] */
  tally: words('重新计票', 'tally recomputed'),
  /** [partial decryptions] */
  decryptions: words('部分解密及其证明', 'partial decryptions and proofs'),
  /** [totals] */
  result: words('结果与解密相符', 'result follows from the decryptions'),
  /** [1] */
  lastEvent: words('末条记录校验码与公布的相同', 'hash of the last event is the published one'),
  /** [1] */
  closingEvent: words(
    '票箱封存校验码与公布的相同（其后的解密没有另外的校验码可比）',
    'hash of the closed box is the published one (of the decryptions after it none was given)',
  ),
} as const;

export type CheckName = keyof typeof checkNames;
