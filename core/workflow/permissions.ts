import type { Role } from '../contract/common.ts';

interface Permission {
  readonly zh: string;
  readonly en: string;
  readonly roles: readonly Role[];
}

const define = <T extends Record<string, Permission>>(table: T) => table;

/** Everybody who works in the office; deputies sign in to their own desk, not to this. */
export const staffRoles = [
  'administrator',
  'presidium',
  'chief-scrutineer',
  'scrutineer',
  'teller',
  'government',
  'county',
] as const satisfies readonly Role[];

/**
 * Who may do what: the one table. Routes take their access from it by `may`, and the documents print it
 * (docs/权限.md). Acts that take two people name here who may propose and confirm; that the two differ is the workflow's matter.
 */
export const permissions = define({
  // the ballot and its hall
  'session.save': { zh: '建立会议、修改名称', en: 'Create and rename sessions', roles: ['presidium', 'administrator'] },
  'session.hall': { zh: '把会议放到会场', en: 'Bring a session into the hall', roles: ['presidium'] },
  'method.save': { zh: '填写票决办法', en: 'Save the ballot method', roles: ['presidium'] },
  'scrutineers.appoint': { zh: '确定监票人', en: 'Name the scrutineers', roles: ['presidium'] },
  'roster.save': {
    zh: '导入、修改代表名册',
    en: 'Import and correct the roster',
    roles: ['administrator', 'presidium'],
  },
  'candidates.save': {
    zh: '导入、填写候选项目',
    en: 'Import and write candidates',
    roles: ['administrator', 'presidium', 'government'],
  },
  'candidates.withdraw': {
    zh: '移除候选项目',
    en: 'Withdraw candidates',
    roles: ['administrator', 'presidium'],
  },
  'attendance.mark': {
    zh: '登记到会、离会、请假',
    en: 'Record who is present, has left, is excused',
    roles: ['presidium', 'teller'],
  },
  'attendance.settings': { zh: '设置场次和误工计算', en: 'Set half days and how they count', roles: ['presidium'] },
  'cards.make': { zh: '制作、整批作废票卡', en: 'Make and discard ballot cards', roles: ['teller', 'presidium'] },
  'cards.activate': {
    zh: '启用、作废单张票卡或平板凭证',
    en: 'Activate and revoke single cards and tablet credentials',
    roles: ['presidium', 'teller'],
  },
  'ceremony.start': {
    zh: '开始、重来密钥仪式',
    en: 'Start the key ceremony, or again',
    roles: ['presidium', 'chief-scrutineer'],
  },
  'key.hold': {
    zh: '保管密钥份额、解密、签认',
    en: 'Hold a share of the key, decrypt, certify',
    roles: ['chief-scrutineer', 'scrutineer'],
  },
  'ballot.act': {
    zh: '提出或确认开始、结束、公布、宣布无效（须两人，身份不同）',
    en: 'Propose or confirm opening, closing, publishing, annulling (two people of two roles)',
    roles: ['presidium', 'chief-scrutineer', 'scrutineer'],
  },
  'ballot.further': { zh: '安排再次票决、第二次票决', en: 'Arrange run-offs and second ballots', roles: ['presidium'] },
  'ballot.decide': { zh: '登记主席团的决定', en: 'Record decisions of the presidium', roles: ['presidium'] },
  'ballot.medium': { zh: '选择平板或纸质票', en: 'Choose tablets or paper', roles: ['presidium'] },
  'paper.read': {
    zh: '查看纸质票计票情况',
    en: 'See the count of a paper ballot',
    roles: ['presidium', 'teller', 'chief-scrutineer', 'scrutineer'],
  },
  'paper.count': {
    zh: '录入计票单、附扫描件',
    en: 'Enter count sheets, attach scans',
    roles: ['teller', 'chief-scrutineer', 'scrutineer'],
  },
  'tally.read': {
    zh: '公布前查看计票结果',
    en: 'See the tally before it is published',
    roles: ['presidium', 'chief-scrutineer', 'scrutineer'],
  },
  'motions.manage': { zh: '办理程序性表决', en: 'Hold procedural motions', roles: ['presidium'] },
  'screen.manage': { zh: '操作大屏幕', en: 'Choose what the projector shows', roles: ['presidium'] },
  'rehearsal.manage': { zh: '开始、清除演练', en: 'Start and wipe rehearsals', roles: ['presidium'] },
  'readiness.read': {
    zh: '查看会前检查、未送达的选票数',
    en: 'See the evaluation of readiness, and how many ballots wait on tablets',
    roles: ['presidium', 'administrator', 'teller', 'chief-scrutineer', 'scrutineer'],
  },
  // the installation
  'devices.manage': {
    zh: '配对、暂停、清空、解除平板',
    en: 'Pair, suspend, clear and un-pair tablets',
    roles: ['administrator', 'presidium', 'teller'],
  },
  'devices.only-paired': {
    zh: '设置仅限已配对平板投票',
    en: 'Allow paired tablets only',
    roles: ['administrator', 'presidium'],
  },
  'accounts.read': { zh: '查看工作人员账号', en: 'See staff accounts', roles: ['administrator', 'presidium'] },
  'accounts.save': {
    zh: '建立、停用账号，重设密码',
    en: 'Create and close accounts, set passwords',
    roles: ['administrator'],
  },
  'backup.manage': { zh: '备份', en: 'Make and download backups', roles: ['administrator', 'presidium'] },
  'network.choose': { zh: '设置会场网络', en: "Set the hall's network", roles: ['administrator', 'presidium'] },
  'audit.read': {
    zh: '查看操作记录',
    en: 'Read the record of acts',
    roles: ['administrator', 'presidium', 'chief-scrutineer', 'scrutineer', 'county'],
  },
  // the year
  'cycle.read': { zh: '查看全年进度', en: 'See how the year stands', roles: staffRoles },
  'cycle.start': { zh: '开始年度工作', en: 'Start the year', roles: ['presidium', 'government'] },
  'cycle.enter': { zh: '进入下一阶段', en: 'Enter the next stage', roles: ['presidium', 'government'] },
  'cycle.deadlines': { zh: '设定各阶段时限', en: 'Set the deadlines', roles: ['presidium', 'county'] },
  'evaluation.read': { zh: '查看测评和整改', en: 'See evaluations and rectifications', roles: staffRoles },
  'evaluation.prepare': {
    zh: '安排项目测评、再次测评',
    en: 'Prepare evaluations and second evaluations',
    roles: ['presidium'],
  },
  'rectification.save': {
    zh: '登记整改方案、整改结果',
    en: 'Record rectification plans and reports',
    roles: ['presidium', 'government'],
  },
  'towns.read': {
    zh: '查看下辖各镇的进度',
    en: 'See how the towns below stand',
    roles: ['county', 'presidium', 'administrator'],
  },
  'towns.make': { zh: '登记下辖的镇', en: 'Register towns below', roles: ['administrator'] },
  // collection
  'collection.settings': {
    zh: '设定征集日期、村名单、类别',
    en: 'Set the dates, villages and categories of collection',
    roles: ['presidium', 'government'],
  },
  'suggestions.read': {
    zh: '查看建议台账、导出',
    en: 'See and export the ledger of suggestions',
    roles: ['administrator', 'presidium', 'government', 'county'],
  },
  'suggestions.enter': {
    zh: '登记、导入、更正建议',
    en: 'Enter, import and correct suggestions',
    roles: ['presidium', 'government'],
  },
  'suggestions.look': {
    zh: '查看后公开或不予公开建议',
    en: 'Publish or withhold suggestions',
    roles: ['presidium', 'government'],
  },
  'suggestions.contact': {
    zh: '查看、删除建议人联系方式（每次查看有记录）',
    en: 'See and delete contacts (each viewing is recorded)',
    roles: ['presidium', 'government'],
  },
  'deputies.codes': {
    zh: '发放代表登录的一次性口令',
    en: 'Hand out the one-time codes of deputies',
    roles: ['administrator', 'presidium'],
  },
  'deputy.desk': { zh: '代表工作台：提建议、附议', en: "A deputy's own desk: suggest and second", roles: ['deputy'] },
  'shortlisting.read': {
    zh: '查看初定工作',
    en: 'See the shortlisting',
    roles: ['administrator', 'presidium', 'government', 'county'],
  },
  'shortlisting.work': {
    zh: '筛选、合并、答复建议，填写候选项目表，登记党委意见',
    en: 'Screen, merge and answer suggestions, write candidate sheets, record the party committee’s decision',
    roles: ['presidium', 'government'],
  },
  'deliberation.read': {
    zh: '查看审议材料和名单',
    en: 'See the papers and the list in deliberation',
    roles: ['administrator', 'presidium', 'chief-scrutineer', 'scrutineer', 'government', 'county', 'deputy'],
  },
  'deliberation.manage': {
    zh: '发布审议材料，登记主席团决定，锁定名单',
    en: 'Publish papers, record the presidium’s decisions, freeze the list',
    roles: ['presidium'],
  },
  'deliberation.comment': {
    zh: '记录审议意见，撤销本人提出的事项',
    en: 'Write down comments, take back one’s own requests',
    roles: ['presidium', 'government', 'deputy'],
  },
  'deliberation.propose': {
    zh: '提请修改、撤回候选项目',
    en: 'Ask for a candidate to be changed or withdrawn',
    roles: ['presidium', 'government'],
  },
  'deliberation.deputy': {
    zh: '阅读材料，联名提出项目',
    en: 'Read the papers, move and sign joint motions',
    roles: ['deputy'],
  },
  'deliberation.lift': {
    zh: '提出或确认解除名单锁定（须两人，身份不同）',
    en: 'Ask for or confirm the lifting of the freeze (two people of two roles)',
    roles: ['presidium', 'chief-scrutineer', 'scrutineer'],
  },
  'deliberation.record': {
    zh: '下载审议记录',
    en: 'Download the record of the deliberation',
    roles: ['presidium', 'government', 'county'],
  },
  // oversight and change
  'oversight.read': {
    zh: '查看项目实施、监督和调整',
    en: 'See projects, their supervision and changes',
    roles: ['administrator', 'presidium', 'government', 'county'],
  },
  'projects.make': {
    zh: '把票决通过的候选项目列为实施项目',
    en: 'Make elected candidates into projects',
    roles: ['presidium', 'government'],
  },
  'projects.supervise': {
    zh: '公开项目和进展，制定监督计划，检查，提出问题和意见，核查办结，处理群众反映',
    en: 'Publish projects and progress, plan supervision, inspect, raise and close problems and opinions, handle what citizens say',
    roles: ['presidium'],
  },
  'projects.implement': {
    zh: '填写实施方案，报告进展，答复问题和意见，申请调整',
    en: 'Plan, report progress, answer problems and opinions, request changes',
    roles: ['government'],
  },
  'changes.decide': {
    zh: '登记对调整的决定、公告和报告',
    en: 'Record decisions, notices and reports of changes',
    roles: ['presidium'],
  },
  'oversight.files': {
    zh: '上传项目照片和文件',
    en: 'Upload photos and papers of projects',
    roles: ['presidium', 'government'],
  },
  'file.read': { zh: '查看上传的附件', en: 'See uploaded files', roles: staffRoles },
  'documents.read': { zh: '查看文书', en: 'See official documents', roles: staffRoles },
  'documents.write': {
    zh: '起草、修改、撤销文书（各按文书种类）',
    en: 'Draw up, edit, withdraw official documents (by kind)',
    roles: ['presidium', 'government'],
  },
  'documents.issue': {
    zh: '提出或确认签发文书（须两人，身份不同；各按文书种类）',
    en: 'Propose or confirm the issue of documents (two people of two roles; by kind)',
    roles: ['presidium', 'chief-scrutineer', 'scrutineer', 'government'],
  },
  'history.read': {
    zh: '查看修改记录',
    en: 'See the history of an object',
    roles: ['administrator', 'presidium', 'government', 'county'],
  },
});

export type Act = keyof typeof permissions;

/** The roles that may do it: a route's `access`. */
export const may = (act: Act): readonly Role[] => permissions[act].roles;

/** Whether this role may do it: what a page shows. */
export const mayDo = (role: Role, act: Act): boolean => may(act).includes(role);
