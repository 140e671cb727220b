import { type Role, roles } from '../contract/common.ts';
import type { Plain } from './chain.ts';

/** What an event can be about. */
export type SubjectType =
  | 'congress'
  | 'account'
  | 'deputy'
  | 'candidate'
  | 'session'
  | 'ballot'
  | 'card'
  | 'proposal'
  | 'trustee'
  | 'motion'
  | 'device'
  | 'cycle'
  | 'suggestion'
  | 'document'
  | 'rectification'
  | 'project';

interface Definition {
  /** What happened, in words. */
  readonly zh: string;
  readonly en: string;
  /** Who normally does it: accounts' roles, or the system itself. Whether they may is decided by the workflow, not here. */
  readonly by: readonly (Role | 'system')[];
  /** What its subject is; null where it has none. */
  readonly subject: SubjectType | null;
  /** Names that `detail` may have, and no others: what is not listed cannot slip into the record. */
  readonly detail: readonly string[];
}

const staff = ['presidium', 'administrator'] as const;
const keepers = ['chief-scrutineer', 'scrutineer'] as const;
const officers = ['presidium', 'chief-scrutineer', 'scrutineer'] as const;
const writers = ['presidium', 'government'] as const;
const issuers = ['presidium', 'chief-scrutineer', 'scrutineer', 'government'] as const;
const handlers = ['administrator', 'presidium', 'teller'] as const;

function event<const D extends Definition>(definition: D): D {
  return definition;
}

/**
 * Every act the record knows: a closed list. Secrecy decides what is not here: a cast is no event, and an activated card is an event of the ballot
 * without its serial and without a deputy, because times in the record must join nobody to a card and no card to a ballot.
 */
export const auditEvents = {
  'congress-created': event({
    zh: '建立人民代表大会',
    en: 'Congress created',
    by: ['administrator', 'system'],
    subject: 'congress',
    detail: ['name', 'level'],
  }),
  'account-created': event({
    zh: '建立账号',
    en: 'Account created',
    by: ['administrator', 'system'],
    subject: 'account',
    detail: ['login', 'role'],
  }),
  'account-changed': event({
    zh: '修改账号',
    en: 'Account changed',
    by: ['administrator'],
    subject: 'account',
    detail: ['login', 'role', 'active', 'password'],
  }),
  'password-changed': event({ zh: '修改密码', en: 'Password changed', by: roles, subject: 'account', detail: [] }),
  'signed-in': event({ zh: '登录', en: 'Signed in', by: roles, subject: 'account', detail: [] }),
  'signed-out': event({ zh: '退出登录', en: 'Signed out', by: roles, subject: 'account', detail: [] }),
  'sign-in-refused': event({
    zh: '登录被拒',
    en: 'Sign-in refused',
    by: ['system'],
    subject: 'account',
    detail: ['reason'],
  }),
  'collection-set': event({
    zh: '设定征集安排',
    en: 'Collection arranged',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['opens', 'closes', 'leastDays', 'contactDays'],
  }),
  'places-set': event({
    zh: '设定村（社区）或类别名单',
    en: 'List of villages or categories set',
    by: ['presidium', 'government'],
    subject: null,
    detail: ['villages', 'categories'],
  }),
  'suggestions-imported': event({
    zh: '导入建议',
    en: 'Suggestions imported',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['suggestions', 'sha256'],
  }),
  'suggestions-exported': event({
    zh: '导出建议台账',
    en: 'Ledger of suggestions exported',
    by: ['administrator', 'presidium', 'government', 'county'],
    subject: 'cycle',
    detail: ['suggestions'],
  }),
  'suggestions-published': event({
    zh: '公开建议',
    en: 'Suggestions published',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['numbers'],
  }),
  'suggestions-withheld': event({
    zh: '不予公开建议',
    en: 'Suggestions withheld',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['numbers', 'reason'],
  }),
  // That it was looked at and by whom, never what it says.
  'contact-viewed': event({
    zh: '查看建议人联系方式',
    en: 'Contact of a suggester viewed',
    by: ['presidium', 'government'],
    subject: 'suggestion',
    detail: ['number'],
  }),
  'contacts-deleted': event({
    zh: '删除建议人联系方式',
    en: 'Contacts of suggesters deleted',
    by: ['presidium', 'government', 'system'],
    subject: 'cycle',
    detail: ['contacts'],
  }),
  'deputy-codes-issued': event({
    zh: '发放代表一次性口令',
    en: 'One-time codes of deputies made',
    by: ['administrator', 'presidium'],
    subject: null,
    detail: ['deputies'],
  }),
  'deputy-password-set': event({
    zh: '代表用一次性口令设定密码',
    en: 'Deputy set a password with a one-time code',
    by: ['deputy'],
    subject: 'deputy',
    detail: [],
  }),
  'roster-imported': event({
    zh: '导入代表名册',
    en: 'Roster of deputies imported',
    by: staff,
    subject: null,
    detail: ['deputies', 'delegations', 'sha256'],
  }),
  'deputy-saved': event({
    zh: '保存代表信息',
    en: 'Deputy saved',
    by: staff,
    subject: 'deputy',
    detail: ['name', 'inOffice'],
  }),
  'candidates-imported': event({
    zh: '导入候选项目',
    en: 'Candidates imported',
    by: ['presidium', 'government'],
    subject: null,
    detail: ['candidates', 'sha256'],
  }),
  'candidate-saved': event({
    zh: '保存候选项目',
    en: 'Candidate saved',
    by: ['presidium', 'government'],
    subject: 'candidate',
    detail: ['code', 'title'],
  }),
  'candidate-removed': event({
    zh: '移除候选项目',
    en: 'Candidate removed',
    by: ['presidium', 'government'],
    subject: 'candidate',
    detail: ['code', 'title', 'reason'],
  }),
  'session-created': event({
    zh: '建立会议',
    en: 'Session created',
    by: staff,
    subject: 'session',
    detail: ['name', 'year'],
  }),
  'session-changed': event({
    zh: '修改会议',
    en: 'Session changed',
    by: staff,
    subject: 'session',
    detail: ['name', 'year'],
  }),
  'session-in-hall': event({
    zh: '会场切换到本次会议',
    en: 'Session shown in the hall',
    by: staff,
    subject: 'session',
    detail: ['name'],
  }),
  'method-saved': event({
    zh: '保存票决办法',
    en: 'Ballot method saved',
    by: ['presidium'],
    subject: 'session',
    detail: ['sha256'],
  }),
  'scrutineers-named': event({
    zh: '确定监票人',
    en: 'Scrutineers named',
    by: ['presidium'],
    subject: 'session',
    detail: ['accounts'],
  }),
  'deputy-present': event({
    zh: '代表签到',
    en: 'Deputy present',
    by: ['teller', 'presidium'],
    subject: 'deputy',
    detail: ['session'],
  }),
  'deputy-left': event({
    zh: '代表离会',
    en: 'Deputy no longer present',
    by: ['teller', 'presidium'],
    subject: 'deputy',
    detail: ['session'],
  }),
  'deputy-returned': event({
    zh: '代表返回会场',
    en: 'Deputy returned',
    by: ['teller', 'presidium'],
    subject: 'deputy',
    detail: ['session'],
  }),
  'attendance-corrected': event({
    zh: '撤销误记的到会情况',
    en: 'Wrong attendance entry taken back',
    by: ['teller', 'presidium'],
    subject: 'deputy',
    detail: ['session', 'present'],
  }),
  // Not why: a reason may be an illness, and the record is read by many and kept for good.
  'deputy-excused': event({
    zh: '登记或取消请假',
    en: 'Deputy excused, or no longer',
    by: ['teller', 'presidium'],
    subject: 'deputy',
    detail: ['session', 'excused'],
  }),
  'sitting-saved': event({
    zh: '保存场次',
    en: 'Half day saved',
    by: ['presidium'],
    subject: 'session',
    detail: ['name', 'starts', 'ends'],
  }),
  'sitting-removed': event({
    zh: '删除场次',
    en: 'Half day removed',
    by: ['presidium'],
    subject: 'session',
    detail: ['name'],
  }),
  'attendance-rule-saved': event({
    zh: '保存半天出席的计算办法',
    en: 'Rule for half days saved',
    by: ['presidium'],
    subject: 'session',
    detail: ['minutes', 'afresh'],
  }),
  'cards-registered': event({
    zh: '登记票卡',
    en: 'Ballot cards registered',
    by: ['teller', 'presidium'],
    subject: 'session',
    detail: ['cards', 'sha256'],
  }),
  'cards-discarded': event({
    zh: '整批作废票卡',
    en: 'All ballot cards discarded',
    by: ['teller', 'presidium'],
    subject: 'session',
    detail: ['cards'],
  }),
  'cards-rechecked': event({
    zh: '重新点验票卡',
    en: 'Cards put back to be activated afresh',
    by: ['teller', 'presidium'],
    subject: 'session',
    detail: ['cards'],
  }),
  // No serial: its time next to a deputy's signing in would tell whose card it is.
  'card-activated': event({
    zh: '启用一张票卡',
    en: 'A ballot card activated',
    by: ['teller'],
    subject: 'session',
    detail: [],
  }),
  'card-revoked': event({
    zh: '作废票卡',
    en: 'Ballot card revoked',
    by: ['teller', 'presidium'],
    subject: 'card',
    detail: ['session', 'reason'],
  }),
  // Neither the tablet nor its number: its time next to a deputy's signing in would tell whose it is.
  'tablet-credential-approved': event({
    zh: '启用一份平板凭证',
    en: 'A tablet credential approved',
    by: ['teller', 'presidium'],
    subject: 'session',
    detail: [],
  }),
  'tablet-credential-revoked': event({
    zh: '作废平板凭证',
    en: 'Tablet credential revoked',
    by: ['teller', 'presidium'],
    subject: 'device',
    detail: ['session', 'name'],
  }),
  'ceremony-started': event({
    zh: '开始密钥仪式',
    en: 'Key ceremony started',
    by: ['presidium', 'chief-scrutineer'],
    subject: 'ballot',
    detail: ['attempt', 'trustees', 'threshold'],
  }),
  'ceremony-restarted': event({
    zh: '重新开始密钥仪式',
    en: 'Key ceremony started again',
    by: ['presidium', 'chief-scrutineer'],
    subject: 'ballot',
    detail: ['attempt', 'reason'],
  }),
  'key-dropped': event({
    zh: '更换监票人，密钥作废',
    en: 'Scrutineers changed, the key discarded',
    by: ['presidium'],
    subject: 'ballot',
    detail: ['attempt'],
  }),
  'trustee-round': event({
    zh: '监票人完成密钥仪式一步',
    en: 'Scrutineer completed a step of the key ceremony',
    by: keepers,
    subject: 'ballot',
    detail: ['attempt', 'position', 'round'],
  }),
  'key-made': event({
    zh: '生成密钥',
    en: 'Key made',
    by: ['chief-scrutineer', 'scrutineer', 'system'],
    subject: 'ballot',
    detail: ['fingerprint', 'trustees', 'threshold'],
  }),
  'fingerprint-confirmed': event({
    zh: '监票人核对密钥指纹',
    en: 'Scrutineer compared the key fingerprint',
    by: keepers,
    subject: 'ballot',
    detail: ['position', 'fingerprint'],
  }),
  'proposal-made': event({
    zh: '提出须两人办理的事项',
    en: 'Proposal made',
    by: officers,
    subject: 'proposal',
    detail: ['ballot', 'act', 'reason'],
  }),
  'proposal-confirmed': event({
    zh: '确认提出的事项',
    en: 'Proposal confirmed',
    by: officers,
    subject: 'proposal',
    detail: ['ballot', 'act'],
  }),
  'proposal-withdrawn': event({
    zh: '撤回提出的事项',
    en: 'Proposal withdrawn',
    by: officers,
    subject: 'proposal',
    detail: ['ballot', 'act', 'reason'],
  }),
  'further-ballot-made': event({
    zh: '安排后续票决',
    en: 'Further ballot made',
    by: ['presidium'],
    subject: 'ballot',
    detail: ['kind', 'follows', 'repeats', 'projects', 'seats', 'election'],
  }),
  'further-ballot-withdrawn': event({
    zh: '撤销尚未开始的后续票决',
    en: 'Further ballot taken back before it opened',
    by: ['presidium'],
    subject: 'ballot',
    detail: ['kind', 'election'],
  }),
  'evaluation-prepared': event({
    zh: '安排项目测评',
    en: 'Evaluation prepared',
    by: ['presidium'],
    subject: 'session',
    detail: ['projects', 'body', 'exactHalf', 'rectificationDays', 'second'],
  }),
  'evaluation-withdrawn': event({
    zh: '取消尚未开始的项目测评',
    en: 'Evaluation taken back before it opened',
    by: ['presidium'],
    subject: 'session',
    detail: [],
  }),
  'rectification-opened': event({
    zh: '启动整改',
    en: 'Rectification opened',
    by: ['system'],
    subject: 'rectification',
    detail: ['code', 'deadline'],
  }),
  'rectification-planned': event({
    zh: '登记整改方案',
    en: 'Rectification plan recorded',
    by: ['presidium', 'government'],
    subject: 'rectification',
    detail: ['code'],
  }),
  'rectification-reported': event({
    zh: '登记整改结果',
    en: 'Rectification report recorded',
    by: ['presidium', 'government'],
    subject: 'rectification',
    detail: ['code'],
  }),
  'rectification-graded': event({
    zh: '整改经再次测评',
    en: 'Rectification evaluated again',
    by: ['system'],
    subject: 'rectification',
    detail: ['code', 'grade'],
  }),
  'decision-recorded': event({
    zh: '登记主席团的决定',
    en: "Presidium's decision recorded",
    by: ['presidium'],
    subject: 'ballot',
    detail: ['matter', 'choice', 'note'],
  }),
  'ballot-frozen': event({
    zh: '冻结选票',
    en: 'Ballot frozen',
    by: ['system'],
    subject: 'ballot',
    detail: ['projects', 'seats', 'election'],
  }),
  'ballot-opened': event({
    zh: '开始票决',
    en: 'Ballot opened',
    by: officers,
    subject: 'ballot',
    detail: ['entitled', 'present', 'issued', 'spares'],
  }),
  'ballot-closed': event({
    zh: '结束票决',
    en: 'Ballot closed',
    by: officers,
    subject: 'ballot',
    detail: ['present', 'issued', 'returned', 'event'],
  }),
  'ballot-annulled': event({
    zh: '宣布票决无效',
    en: 'Ballot annulled',
    by: officers,
    subject: 'ballot',
    detail: ['reason', 'issued', 'returned'],
  }),
  // Neither the card nor the ballot's hash: it went into no box, and its time would name who stood at the tablet.
  'proof-failed': event({
    zh: '一张选票证明不成立，未计入',
    en: 'A ballot whose proofs failed was put aside',
    by: ['system'],
    subject: 'ballot',
    detail: ['reason'],
  }),
  'decryption-posted': event({
    zh: '监票人提交解密',
    en: 'Scrutineer posted a decryption',
    by: keepers,
    subject: 'ballot',
    detail: ['position', 'sha256'],
  }),
  'decryption-refused': event({
    zh: '解密证明不成立，退回',
    en: 'Decryption refused',
    by: keepers,
    subject: 'ballot',
    detail: ['position', 'reason'],
  }),
  'tally-made': event({
    zh: '计票完成',
    en: 'Tally made',
    by: ['chief-scrutineer', 'scrutineer', 'system'],
    subject: 'ballot',
    detail: ['returned', 'valid', 'event'],
  }),
  'ballot-medium-chosen': event({
    zh: '选择票决方式（平板或全部用纸质票）',
    en: 'Tablets or paper chosen for the ballot',
    by: ['presidium'],
    subject: 'ballot',
    detail: ['medium'],
  }),
  // No figures: who reads the record while the other person still counts must not learn them.
  'paper-sheet-entered': event({
    zh: '录入计票单',
    en: 'Count sheet entered',
    by: ['teller', 'chief-scrutineer', 'scrutineer'],
    subject: 'ballot',
    detail: ['corrected'],
  }),
  'paper-sheet-withdrawn': event({
    zh: '撤回本人录入的计票单',
    en: 'Own count sheet taken back',
    by: ['teller', 'chief-scrutineer', 'scrutineer'],
    subject: 'ballot',
    detail: [],
  }),
  'paper-counted': event({
    zh: '两人录入的计票单一致，纸质票计票完成',
    en: 'Two equal count sheets: the paper ballot is counted',
    by: ['system'],
    subject: 'ballot',
    detail: ['issued', 'returned', 'void', 'valid', 'accounts'],
  }),
  // Serials are no secret here: a card set aside is drawn by no deputy.
  'paper-card-set-aside': event({
    zh: '设定备用纸质票卡',
    en: 'Card set aside for paper ballots',
    by: ['teller', 'presidium'],
    subject: 'card',
    detail: ['session'],
  }),
  'paper-card-taken-back': event({
    zh: '取消备用纸质票卡',
    en: 'Card for paper ballots taken back',
    by: ['teller', 'presidium'],
    subject: 'card',
    detail: ['session'],
  }),
  'papers-handed-out': event({
    zh: '登记发出、未交回的纸质票数',
    en: 'Papers handed out and not returned recorded',
    by: ['teller', 'chief-scrutineer', 'scrutineer'],
    subject: 'ballot',
    detail: ['issued', 'missing', 'reason'],
  }),
  // Neither ballot nor card: papers are entered in an order that says nothing, and it stays so.
  'paper-ballot-settled': event({
    zh: '两人录入一张纸质票',
    en: 'Two people entered a paper ballot',
    by: ['teller', 'chief-scrutineer', 'scrutineer'],
    subject: 'ballot',
    detail: ['void', 'accounts'],
  }),
  'papers-counted': event({
    zh: '结束时核对纸质票',
    en: 'Papers at the close',
    by: ['system'],
    subject: 'ballot',
    detail: ['issued', 'entered', 'void', 'missing'],
  }),
  'paper-scan-added': event({
    zh: '附上签名计票单的扫描件',
    en: 'Scan of the signed count sheet attached',
    by: ['teller', 'chief-scrutineer', 'scrutineer'],
    subject: 'ballot',
    detail: ['sha256'],
  }),
  'paper-scan-removed': event({
    zh: '移除签名计票单的扫描件',
    en: 'Scan of the signed count sheet removed',
    by: ['teller', 'chief-scrutineer', 'scrutineer'],
    subject: 'ballot',
    detail: ['sha256'],
  }),
  certified: event({
    zh: '监票人签认结果',
    en: 'Scrutineer certified the result',
    by: keepers,
    subject: 'ballot',
    detail: ['position'],
  }),
  published: event({
    zh: '公布结果',
    en: 'Result published',
    by: officers,
    subject: 'ballot',
    detail: ['elected', 'unsatisfied', 'archive'],
  }),
  'motion-saved': event({
    zh: '拟定程序性表决',
    en: 'Procedural motion made',
    by: ['presidium'],
    subject: 'motion',
    detail: ['session', 'title', 'way', 'rule', 'repeats'],
  }),
  'motion-removed': event({
    zh: '删除未开始的程序性表决',
    en: 'Procedural motion removed before it opened',
    by: ['presidium'],
    subject: 'motion',
    detail: ['session', 'title'],
  }),
  'motion-opened': event({
    zh: '开始程序性表决',
    en: 'Procedural motion opened',
    by: ['presidium'],
    subject: 'motion',
    detail: ['entitled', 'present', 'quorum'],
  }),
  // Votes are no events: their times in the record would join a card to a choice.
  'motion-closed': event({
    zh: '结束程序性表决',
    en: 'Procedural motion closed',
    by: ['presidium'],
    subject: 'motion',
    detail: ['present', 'for', 'against', 'abstain', 'notPressed', 'mark', 'passed'],
  }),
  'motion-voided': event({
    zh: '程序性表决作废',
    en: 'Procedural motion made void',
    by: ['presidium'],
    subject: 'motion',
    detail: ['reason'],
  }),
  'document-made': event({
    zh: '生成文件',
    en: 'Document made',
    by: roles,
    subject: 'ballot',
    detail: ['document', 'sha256'],
  }),
  'cycle-started': event({
    zh: '开始年度工作',
    en: 'Year started',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['year', 'stage', 'note'],
  }),
  'stage-entered': event({
    zh: '进入下一阶段',
    en: 'Stage entered',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['year', 'stage', 'waived', 'note'],
  }),
  'deadlines-set': event({
    zh: '设定各阶段时限',
    en: 'Deadlines set',
    by: ['presidium', 'county'],
    subject: 'cycle',
    detail: ['year'],
  }),
  'suggestions-answered': event({
    zh: '处理建议',
    en: 'Suggestions answered',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['answer', 'suggestions', 'candidate'],
  }),
  'candidate-standing': event({
    zh: '调整候选项目去留',
    en: 'Candidate put on or off the list',
    by: ['presidium', 'government'],
    subject: 'candidate',
    detail: ['code', 'title', 'standing', 'reason'],
  }),
  'reserve-brought-in': event({
    zh: '从储备库调入',
    en: 'Brought in from the reserve bank',
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['title', 'year', 'as'],
  }),
  'party-decision-recorded': event({
    zh: '登记党委研究意见',
    en: "Party committee's decision recorded",
    by: ['presidium', 'government'],
    subject: 'cycle',
    detail: ['on', 'number', 'body'],
  }),
  'papers-published': event({
    zh: '向代表发布审议材料',
    en: 'Papers published to deputies',
    by: ['presidium'],
    subject: 'cycle',
    detail: ['papers', 'deputies'],
  }),
  'deliberation-asked': event({
    zh: '提请修改、撤回或联名提出项目',
    en: 'Change, withdrawal or addition asked of the presidium',
    by: ['presidium', 'government', 'deputy'],
    subject: 'cycle',
    detail: ['request', 'code', 'title', 'signatures'],
  }),
  'deliberation-decided': event({
    zh: '主席团作出决定',
    en: 'Presidium decided',
    by: ['presidium'],
    subject: 'cycle',
    detail: ['request', 'code', 'title', 'accepted', 'note'],
  }),
  'method-adopted': event({
    zh: '登记票决办法通过',
    en: 'Adoption of the method recorded',
    by: ['presidium'],
    subject: 'cycle',
    detail: ['on', 'motion', 'note', 'reason'],
  }),
  'list-frozen': event({
    zh: '锁定候选项目名单',
    en: 'List of candidates frozen',
    by: ['presidium'],
    subject: 'cycle',
    detail: ['projects', 'sha256'],
  }),
  'list-lift-asked': event({
    zh: '提出解除名单锁定',
    en: 'Lifting of the freeze asked for',
    by: officers,
    subject: 'cycle',
    detail: ['reason'],
  }),
  'list-lift-dropped': event({
    zh: '撤回解除锁定的提议',
    en: 'Lifting of the freeze no longer asked for',
    by: officers,
    subject: 'cycle',
    detail: [],
  }),
  'list-lifted': event({
    zh: '解除名单锁定',
    en: 'Freeze of the list lifted',
    by: officers,
    subject: 'cycle',
    detail: ['sha256', 'reason'],
  }),
  'project-made': event({
    zh: '列为实施项目',
    en: 'Project made',
    by: ['presidium', 'government'],
    subject: 'project',
    detail: ['code', 'elected'],
  }),
  'project-published': event({
    zh: '设定项目是否公开',
    en: 'Publication of a project set',
    by: ['presidium'],
    subject: 'project',
    detail: ['published'],
  }),
  'project-plan-saved': event({
    zh: '保存实施方案',
    en: 'Implementation plan saved',
    by: ['government'],
    subject: 'project',
    detail: ['milestones', 'finish'],
  }),
  'project-reporters-set': event({
    zh: '设定报告进展的账号',
    en: 'Reporting accounts of a project set',
    by: ['presidium'],
    subject: 'project',
    detail: ['accounts'],
  }),
  'project-record-saved': event({
    zh: '保存进展报告或检查记录',
    en: 'Progress report or inspection saved',
    by: ['presidium', 'government'],
    subject: 'project',
    detail: ['record', 'kind', 'number'],
  }),
  'project-record-published': event({
    zh: '公开进展或检查',
    en: 'Progress or inspection published',
    by: ['presidium'],
    subject: 'project',
    detail: ['record', 'number', 'published'],
  }),
  'project-record-withdrawn': event({
    zh: '撤回进展报告或检查记录',
    en: 'Progress report or inspection withdrawn',
    by: ['presidium', 'government'],
    subject: 'project',
    detail: ['record', 'number', 'reason'],
  }),
  'supervision-planned': event({
    zh: '制定监督计划',
    en: 'Supervision planned',
    by: ['presidium'],
    subject: 'cycle',
    detail: ['topic', 'quarter', 'withdrawn'],
  }),
  'matter-raised': event({
    zh: '提出问题或意见',
    en: 'Problem or opinion raised',
    by: ['presidium'],
    subject: 'project',
    detail: ['matter', 'kind', 'number'],
  }),
  'matter-changed': event({
    zh: '办理问题或意见',
    en: 'Problem or opinion handled',
    by: ['presidium', 'government'],
    subject: 'project',
    detail: ['matter', 'kind', 'number', 'state'],
  }),
  'change-requested': event({
    zh: '申请调整项目',
    en: 'Change of a project requested',
    by: ['government'],
    subject: 'project',
    detail: ['change', 'kind', 'cause'],
  }),
  'change-decided': event({
    zh: '办理项目调整',
    en: 'Change of a project handled',
    by: ['presidium', 'government'],
    subject: 'project',
    detail: ['change', 'kind', 'state', 'decidedBy', 'number'],
  }),
  'citizen-report-handled': event({
    zh: '处理群众反映',
    en: 'Report of a citizen handled',
    by: ['presidium'],
    subject: 'project',
    detail: ['number', 'state'],
  }),
  'rehearsal-started': event({
    zh: '开始演练',
    en: 'Rehearsal started',
    by: officers,
    subject: 'session',
    detail: ['of'],
  }),
  'hall-network-chosen': event({
    zh: '设置会场网络（下次启动）',
    en: "Hall's network chosen for the next start",
    by: staff,
    subject: null,
    detail: ['on'],
  }),
  'backup-made': event({
    zh: '备份数据',
    en: 'Backup made',
    by: ['administrator', 'presidium', 'system'],
    subject: null,
    detail: ['name', 'sha256'],
  }),
  'backup-downloaded': event({
    zh: '下载备份',
    en: 'Backup downloaded',
    by: ['administrator', 'presidium'],
    subject: null,
    detail: ['name'],
  }),
  'document-drafted': event({
    zh: '起草文书',
    en: 'Document drawn up',
    by: writers,
    subject: 'document',
    detail: ['kind'],
  }),
  'document-edited': event({
    zh: '修改文书',
    en: 'Document edited',
    by: writers,
    subject: 'document',
    detail: ['kind', 'revision', 'figures'],
  }),
  'document-proposed': event({
    zh: '提出签发文书',
    en: 'Issue of a document proposed',
    by: issuers,
    subject: 'document',
    detail: ['kind', 'revision', 'number', 'date'],
  }),
  'document-recalled': event({
    zh: '撤回文书的签发',
    en: 'Proposed issue of a document taken back',
    by: issuers,
    subject: 'document',
    detail: ['kind'],
  }),
  'document-issued': event({
    zh: '签发文书',
    en: 'Document issued',
    by: issuers,
    subject: 'document',
    detail: ['kind', 'number', 'date', 'sha256', 'docx'],
  }),
  'document-withdrawn': event({
    zh: '撤销文书',
    en: 'Document withdrawn',
    by: writers,
    subject: 'document',
    detail: ['kind', 'number', 'reason'],
  }),
  'rehearsal-wiped': event({ zh: '清除演练', en: 'Rehearsal wiped', by: officers, subject: 'session', detail: ['of'] }),
  'device-paired': event({ zh: '配对平板', en: 'Tablet paired', by: handlers, subject: 'device', detail: ['name'] }),
  'device-changed': event({
    zh: '设置平板',
    en: 'Tablet changed',
    by: handlers,
    subject: 'device',
    detail: ['name', 'mode', 'suspended'],
  }),
  'device-released': event({
    zh: '清空平板',
    en: 'Tablet cleared',
    by: handlers,
    subject: 'device',
    detail: ['name'],
  }),
  'device-unpaired': event({
    zh: '解除平板配对',
    en: 'Tablet un-paired',
    by: handlers,
    subject: 'device',
    detail: ['name'],
  }),
  'only-paired-set': event({
    zh: '设置是否仅限已配对平板投票',
    en: 'Whether only paired tablets may vote, set',
    by: staff,
    subject: null,
    detail: ['onlyPaired'],
  }),
} as const;

export type AuditKind = keyof typeof auditEvents;
type Definitions = typeof auditEvents;

/** What is passed to be recorded: typed by kind, so that a wrong subject or a detail not on the list does not compile. */
export type AuditEvent<K extends AuditKind = AuditKind> = K extends AuditKind
  ? {
      readonly kind: K;
      readonly subject: Definitions[K]['subject'] extends SubjectType
        ? { readonly type: Definitions[K]['subject']; readonly id: string }
        : null;
      readonly detail?: { readonly [Name in Definitions[K]['detail'][number]]?: Plain };
      /** Default 'done'. */
      readonly disposition?: 'done' | 'refused';
    }
  : never;

/** What contradicts the list, for callers whose kind is known only when they run; undefined when it fits. */
export function misfit(event: AuditEvent): string | undefined {
  const definition: Definition | undefined = auditEvents[event.kind];
  if (!definition) return `unknown kind ${event.kind}`;
  if ((event.subject?.type ?? null) !== definition.subject)
    return `${event.kind}: subject must be ${definition.subject}`;
  const strange = Object.keys(event.detail ?? {}).find((name) => !definition.detail.includes(name));
  return strange === undefined ? undefined : `${event.kind}: no detail ${strange}`;
}

/** The event in words; a kind from a newer program is shown as it is. */
export function describeEvent(kind: string, language: 'zh' | 'en'): string {
  const definition = (auditEvents as Record<string, Definition>)[kind];
  return definition ? definition[language] : kind;
}
