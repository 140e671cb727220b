/**
 * Every refusal the server can give: a stable code, an HTTP status, and in both languages what is wrong and what to do next.
 * Parameters stand in braces and are filled from the problem's `params`. A code is never renamed: clients and notes rely on it.
 */
export interface ProblemText {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

const define = <T extends Record<string, ProblemText>>(list: T) => list;

export const problems = define({
  // general
  'bad-request': {
    status: 400,
    zh: '提交的内容有误：{detail}。请检查后重新提交。',
    en: 'What was sent is not right: {detail}. Check it and send it again.',
  },
  'not-signed-in': {
    status: 401,
    zh: '尚未登录或登录已过期，请重新登录。',
    en: 'You are not signed in, or your sign-in has expired. Sign in again.',
  },
  'not-permitted': {
    status: 403,
    zh: '您的角色不能进行这项操作，请由{roles}办理。',
    en: 'Your role may not do this. It is done by: {roles}.',
  },
  'other-origin': {
    status: 403,
    zh: '这个请求来自其他网站的页面，已拒绝。请在本系统自己的页面上操作。',
    en: "This request came from a page of another site and was refused. Use this system's own pages.",
  },
  'https-needed': {
    status: 403,
    zh: '会场网络只用 HTTPS。请在浏览器里打开本机的 http 网址，按页面提示安装证书，再从那里进入。',
    en: 'The hall uses HTTPS only. Open this http address in a browser, install the certificate as the page says, and enter from there.',
  },
  'not-found': {
    status: 404,
    zh: '找不到您要的内容，它可能已被删除。请返回上一页刷新。',
    en: 'Nothing is here; it may have been removed. Go back and reload.',
  },
  'too-large': {
    status: 413,
    zh: '提交的内容过大（上限 {limit}）。请缩减后再提交。',
    en: 'What was sent is too large (limit {limit}). Make it smaller and send it again.',
  },
  'too-many-requests': {
    status: 429,
    zh: '操作过于频繁，请 {seconds} 秒后再试。',
    en: 'Too many attempts. Try again in {seconds} seconds.',
  },
  internal: {
    status: 500,
    zh: '系统内部出错，没有保存任何改动。请稍后重试；如仍出错，请联系系统管理员。',
    en: 'The system failed and nothing was changed. Try again; if it fails again call the administrator.',
  },
  'database-unavailable': {
    status: 503,
    zh: '数据库暂时连接不上，没有保存任何改动。请稍等片刻，再试一次。',
    en: 'The database cannot be reached; nothing was changed. Wait a moment, then try again.',
  },
  conflict: {
    status: 409,
    zh: '内容已被他人更改，请刷新后再操作。',
    en: 'Somebody else has changed this. Reload and try again.',
  },
  // setup and identity
  'already-set-up': {
    status: 409,
    zh: '系统已完成初始设置，请直接登录。',
    en: 'The system is already set up. Sign in.',
  },
  'wrong-password': {
    status: 401,
    zh: '账号或密码不正确，请核对后重试。',
    en: 'The account or the password is wrong. Check both and try again.',
  },
  'password-given': {
    status: 403,
    zh: '您的密码是别人设置的。请退出后重新登录，按提示改成自己的密码，再继续。',
    en: 'Somebody else set your password. Sign out, sign in again and set one of your own as you are asked.',
  },
  'password-same': {
    status: 422,
    zh: '新密码不能和管理员给的密码相同，请另设一个。',
    en: 'The new password must differ from the one you were given.',
  },
  'login-taken': {
    status: 409,
    zh: '账号“{login}”已有人使用，请换一个。',
    en: 'The account name "{login}" is taken. Choose another.',
  },
  'weak-password': {
    status: 422,
    zh: '密码至少 8 位，请换一个更长的密码。',
    en: 'A password has at least 8 characters. Choose a longer one.',
  },
  'last-administrator': {
    status: 409,
    zh: '这是最后一名系统管理员，不能停用。请先指定另一名管理员。',
    en: 'This is the last administrator and cannot be disabled. Appoint another first.',
  },
  // the year
  'candidate-standing': {
    status: 409,
    zh: '这个候选项目现在是“{state}”，不能这样办理。请刷新页面。',
    en: 'The candidate is now: {stateEn}. This cannot be done with it; reload the page.',
  },
  'papers-published': {
    status: 409,
    zh: '审议材料已发给代表，候选项目不能再直接修改。请在“审议”页提请修改或撤回，由主席团决定。',
    en: 'The deputies have the papers, so candidates cannot be changed directly. Ask for a change or withdrawal on the deliberation page; the presidium decides.',
  },
  'papers-not-published': {
    status: 409,
    zh: '审议材料还没有发给代表。请由主席团工作人员先在“审议”页发布材料。',
    en: 'The papers have not been published to the deputies. Presidium staff publish them on the deliberation page first.',
  },
  'list-frozen': {
    status: 409,
    zh: '候选项目名单已经锁定，不能再改动。确需改动的，请在“审议”页由两人写明理由解除锁定。',
    en: 'The list of candidates is frozen and cannot be changed. If it must be, two people lift the freeze with a reason on the deliberation page.',
  },
  'list-not-frozen': {
    status: 409,
    zh: '本年度按全年流程办理，候选项目名单尚未锁定，不能开始票决。请先在“审议”页锁定名单。',
    en: 'The whole year is kept here and the list is not frozen, so the ballot cannot open. Freeze the list on the deliberation page first.',
  },
  'list-differs': {
    status: 409,
    zh: '候选项目与审议锁定的名单不一致，不能开始票决。请核对候选项目；确需改动的，先解除锁定，改后重新锁定。',
    en: 'The candidates differ from the list frozen in deliberation, so the ballot cannot open. Compare them; if a change is meant, lift the freeze and freeze the list again.',
  },
  'year-kept': {
    status: 409,
    zh: '本年度按全年流程办理，候选项目不能直接删除。请在“初定”页写明理由，改为不列入或转入储备库。',
    en: 'The whole year is kept here, so a candidate is not deleted. On the shortlisting page take it off the list with a reason, or put it into the reserve bank.',
  },
  'bank-before-result': {
    status: 409,
    zh: '票决结果公布以后，才能把未当选的项目转入储备库。',
    en: 'A candidate that was not elected goes into the reserve bank after the result is published.',
  },
  'candidate-elected': {
    status: 409,
    zh: '这个候选项目已经当选，不转入储备库。请刷新页面。',
    en: 'The candidate was elected and does not go into the reserve bank. Reload the page.',
  },
  'carried-already': {
    status: 409,
    zh: '这一项已经从储备库调入其他年度，不能重复调入，也不能移出储备库。',
    en: 'This entry has been brought into a year already: it is not brought in twice, and stays in the reserve bank.',
  },
  'no-papers': {
    status: 409,
    zh: '还没有审议材料。请先写好或上传材料，再发布。',
    en: 'There are no papers yet. Write or upload them, then publish.',
  },
  'recorder-unfit': {
    status: 422,
    zh: '记录人须是工作人员，或者本代表团的代表。请另选一人。',
    en: 'A recorder is a member of staff or a deputy of the delegation. Choose somebody else.',
  },
  'not-recorder': {
    status: 403,
    zh: '只有这个代表团的代表或者记录人可以记录、撤回它的意见。',
    en: 'Only the delegation’s deputies and its recorder write its comments or take them back.',
  },
  'comments-closed': {
    status: 409,
    zh: '名单已经锁定，审议意见已经入册。确需撤回的，请主席团工作人员办理。',
    en: 'The list is frozen and the comments are on record. If one must be taken back, presidium staff do it.',
  },
  'nothing-changes': {
    status: 422,
    zh: '修改后的内容与现在的一样。请改动后再提出。',
    en: 'Nothing would change. Change something first.',
  },
  'request-state': {
    status: 409,
    zh: '这一件现在是“{state}”，不能这样办理。请刷新页面。',
    en: 'This request now stands at: {stateEn}. Reload the page.',
  },
  'requests-open': {
    status: 409,
    zh: '还有 {count} 件修改、撤回或联名提出的事项没有决定，不能锁定名单。请先办理。',
    en: '{count} amendments, withdrawals or joint motions are undecided, so the list cannot be frozen. Settle them first.',
  },
  'signatures-missing': {
    status: 409,
    zh: '联名须有 {needed} 名以上代表，现有 {signed} 名。请再征集联名。',
    en: 'A joint motion needs {needed} deputies; {signed} have signed. Collect more signatures.',
  },
  'not-yours': {
    status: 403,
    zh: '只有提出人本人可以办理这一步。',
    en: 'Only whoever made it may do this.',
  },
  'amendment-stale': {
    status: 409,
    zh: '提出修改以后，这个候选项目又有了变动，或者已不在名单上。请不予同意，由提出人按现在的内容重新提出。',
    en: 'The candidate has changed since the amendment was made, or is off the list. Refuse it and have it made anew.',
  },
  'motion-not-carried': {
    status: 409,
    zh: '这项程序性表决没有通过票决办法。请选择已通过的表决，或者由工作人员登记通过的日期。',
    en: 'This motion did not adopt the method. Choose one that carried, or record the day of adoption.',
  },
  'deputy-not-serving': {
    status: 409,
    zh: '这位代表已不在任，或者账号没有对应的代表。请联系主席团工作人员。',
    en: 'The deputy is not in office, or the account belongs to no deputy. Ask presidium staff.',
  },
  'stage-not-possible': {
    status: 409,
    zh: '本年度现在处于“{stage}”阶段，不能直接进入“{wanted}”。请刷新页面，按顺序办理。',
    en: 'The year stands at {stageEn}; {wantedEn} cannot be entered from there. Reload and go in order.',
  },
  'stage-conditions': {
    status: 409,
    zh: '还不能进入下一阶段：{missing}。请先办理这些事项。',
    en: 'The next stage cannot be entered yet: {missingEn}. See to this first.',
  },
  'stage-reason-needed': {
    status: 422,
    zh: '有条件未满足：{missing}。确需进入下一阶段的，请写明理由。',
    en: 'Conditions are not met: {missingEn}. To enter the next stage all the same, state the reason.',
  },
  'no-towns-below': {
    status: 409,
    zh: '镇一级没有下辖单位，不能登记下辖的镇。',
    en: 'A town has no congress below it; none can be registered.',
  },
  // backups
  'backup-of-many': {
    status: 403,
    zh: '备份包含本机全部单位的数据，只能由最上一级单位办理。请联系县人大常委会的系统管理员。',
    en: 'A backup holds the data of every congress of this installation and is made by the one above them all. Ask the county’s administrator.',
  },
  'backup-while-open': {
    status: 409,
    zh: '票决或者无记名表决正在进行，此时不作备份：前后两份备份的差别会显示这段时间谁投了票、投了哪些票。请在结束后备份。',
    en: 'A ballot or a secret motion is open. No backup is made now: two of them would show which votes were cast between. Make it after the close.',
  },
  'backup-failed': {
    status: 500,
    zh: '备份没有完成，原有数据不受影响。请检查磁盘空间（{folder}）后重试。',
    en: 'The backup was not completed; the data is untouched. Check the disk space ({folder}) and try again.',
  },
  // uploaded files
  'not-a-photo': {
    status: 422,
    zh: '“{name}”不是可以识别的照片。请上传 JPG、PNG 或 WebP 格式的照片。',
    en: '"{name}" is not a photo that can be read. Upload a JPG, PNG or WebP.',
  },
  'photo-too-large': {
    status: 422,
    zh: '照片“{name}”的像素过多（上限 5000 万像素，渐进式、隔行存储的为 2000 万）。请直接上传手机拍的照片，或者缩小后再传。',
    en: '"{name}" has too many pixels (limit 50 million; 20 million if progressive or interlaced). Upload the photo as the telephone took it, or make it smaller.',
  },
  'photos-busy': {
    status: 429,
    zh: '现在上传照片的人较多，这张照片没有收下。请过半分钟再传。',
    en: 'Many people are sending photos just now, so this one was not taken. Send it again in half a minute.',
  },
  'file-type-refused': {
    status: 422,
    zh: '不接受“{name}”这种文件。请上传照片（JPG、PNG、WebP）、PDF、Word（.docx）或 Excel（.xlsx）文件。',
    en: '"{name}" is a kind of file that is not taken. Upload a photo (JPG, PNG, WebP), a PDF, a .docx or an .xlsx.',
  },
  // collection
  'collection-closed': {
    status: 409,
    zh: '现在不在征集期内，不能提交或附议建议。您的内容还在页面上，可以另存；其他途径请联系当地人大。',
    en: 'Suggestions are not being collected now. What you wrote is still on the page; keep it, or turn to the congress by other ways.',
  },
  'ledger-closed': {
    status: 409,
    zh: '本年度已过初定阶段，台账不再改动。请在下一年度登记。',
    en: 'The year is past shortlisting and its ledger is no longer changed. Enter it in the next year.',
  },
  'proof-missing': {
    status: 422,
    zh: '提交前的安全校验没有通过。请重新点一次提交。',
    en: 'The check before sending did not succeed. Press the button once more.',
  },
  'looks-automatic': {
    status: 422,
    zh: '表单里不应填写的一栏有内容，可能是浏览器自动填写的。请刷新页面重新填写；仍不能提交的，请打电话或者到镇里反映。',
    en: 'A field that must stay empty is filled, perhaps by the browser itself. Reload and fill in the form again; if it still fails, telephone or visit the office.',
  },
  'place-unknown': {
    status: 409,
    zh: '所选的村（社区）或类别已经调整。请刷新页面重新选择。',
    en: 'The village or category that was chosen is no longer offered. Reload and choose again.',
  },
  'receipt-unknown': {
    status: 404,
    zh: '没有这个回执号。请对照回执逐字核对后再试（不区分大小写，没有字母 I、L、O、U）。',
    en: 'There is no such receipt number. Compare it letter by letter and try again (case does not matter; there is no I, L, O or U).',
  },
  'too-many-photos': {
    status: 409,
    zh: '最多附 {limit} 张照片。',
    en: 'At most {limit} photos can be added.',
  },
  'already-looked': {
    status: 409,
    zh: '工作人员已经查看了这条建议，不能再加照片。如需补充，请另提一条或者联系工作人员。',
    en: 'Staff have already looked at this suggestion; no photos can be added. Make another suggestion or turn to the staff.',
  },
  'reason-needed': {
    status: 422,
    zh: '请写明理由，理由会留在记录里。',
    en: 'Give the reason: it stays on record.',
  },
  'dates-reversed': {
    status: 422,
    zh: '截止日期早于开始日期，请改正。',
    en: 'The last day is before the first. Correct them.',
  },
  'name-twice': {
    status: 422,
    zh: '名称“{name}”出现了两次，请删去一个或者加以区别。',
    en: 'The name "{name}" is there twice. Remove one or tell them apart.',
  },
  'export-too-long': {
    status: 422,
    zh: '符合条件的建议有 {count} 条，一次最多导出 {limit} 条。请按村、类别或者日期分次导出。',
    en: '{count} suggestions match; at most {limit} are exported at once. Narrow them by village, category or date.',
  },
  'still-collecting': {
    status: 409,
    zh: '还在征集，联系方式可能还要用，不能删除。请在征集结束后再删。',
    en: 'Collection is still going on and contacts may be needed. Delete them when it is over.',
  },
  // deputies' own accounts
  'deputy-code-wrong': {
    status: 401,
    zh: '姓名（手机号）或者一次性口令不对，或者口令已用过、已过期。请核对；仍不行请找工作人员重新领取。',
    en: 'The name (telephone) or the one-time code is wrong, or the code was used or has expired. Check them, or ask the staff for a new code.',
  },
  'deputy-account-closed': {
    status: 409,
    zh: '“{name}”的代表账号已停用，不能发口令，也不能用口令登录。确需恢复的，请系统管理员先在“账号”页启用。',
    en: 'The deputy’s account of {name} is closed: no code is made for it and none opens it. The administrator opens it again under Accounts first.',
  },
  'deputy-account-role': {
    status: 409,
    zh: '这是代表本人的账号，角色不能改。要做工作人员的，请另建一个账号。',
    en: 'This is a deputy’s own account and keeps its role. For work on the staff create another account.',
  },
  'not-in-office': {
    status: 422,
    zh: '“{name}”不在任，不发口令。',
    en: '"{name}" is not in office; no code is made.',
  },
  // import
  'not-a-spreadsheet': {
    status: 422,
    zh: '这个文件不是 Excel（.xlsx）或 CSV 表格。请用模板填写后重新上传。',
    en: 'This file is neither an Excel (.xlsx) nor a CSV table. Fill in the template and upload that.',
  },
  'spreadsheet-too-large': {
    status: 422,
    zh: '表格过大，无法导入（解压后超过 20 MB）。请只保留名单所在的工作表。',
    en: 'The workbook is too large to import (over 20 MB unpacked). Keep only the sheet with the list.',
  },
  'too-many-rows': {
    status: 422,
    zh: '表格行数过多（{rows} 行，上限 {limit} 行）。请检查是否选错文件。',
    en: 'The table has too many rows ({rows}, limit {limit}). Check that it is the right file.',
  },
  'wrong-columns': {
    status: 422,
    zh: '表头不对，缺少：{missing}。请下载模板，按模板的表头填写。',
    en: 'The headings are not right; missing: {missing}. Download the template and use its headings.',
  },
  'empty-table': {
    status: 422,
    zh: '表格里没有数据行。请填写后重新上传。',
    en: 'The table has no rows. Fill it in and upload it again.',
  },
  'bad-rows': {
    status: 422,
    zh: '有 {count} 处需要修改，未导入任何内容。请按下表逐处改正后重新上传。',
    en: '{count} places need correcting; nothing was imported. Correct each as listed and upload again.',
  },
  // paired tablets
  'kiosk-only': {
    status: 403,
    zh: '这台平板已配对为代表投票用，只能打开投票页面。要作其他用途，请工作人员先在“平板设备”中解除配对。',
    en: 'This tablet is paired for voting and opens the voting pages only. To use it otherwise, staff first un-pair it under Tablets.',
  },
  'pairing-unknown': {
    status: 404,
    zh: '没有这个配对码。请对照工作人员页面“平板设备”上正在显示的配对码重新输入，或重新扫码。',
    en: 'There is no such pairing code. Compare it with the one now on the console under Tablets and enter it again, or scan again.',
  },
  'pairing-used': {
    status: 409,
    zh: '这个配对码已经被另一台平板用过。工作人员页面上已换了新的配对码，请扫新的。',
    en: 'This pairing code was used by another tablet. The console now shows a new one: scan that.',
  },
  'pairing-expired': {
    status: 410,
    zh: '这个配对码已经过期。请扫工作人员页面“平板设备”上正在显示的新配对码。',
    en: 'This pairing code has expired. Scan the new one on the console under Tablets.',
  },
  'pairing-staff': {
    status: 409,
    zh: '这个浏览器上登录着工作人员账号，没有配对，以免工作人员的设备被锁在投票页面。请用代表平板扫码；如果这就是代表平板，请先退出登录。',
    en: 'A staff account is signed in on this browser, so it was not paired: staff would be locked into the voting pages. Scan with a deputy’s tablet; if this is one, sign out first.',
  },
  'device-paired': {
    status: 409,
    zh: '这台平板已经配对，名称是“{name}”。要重新配对，请先在工作人员页面“平板设备”中解除。',
    en: 'This tablet is paired already, as "{name}". To pair it anew, un-pair it first on the console under Tablets.',
  },
  'device-name-taken': {
    status: 409,
    zh: '已有一台平板叫“{name}”，请换一个名称。',
    en: 'There is a tablet called "{name}" already. Choose another name.',
  },
  'tablet-not-paired': {
    status: 403,
    zh: '本次会议只允许在已配对的平板上投票，这台设备没有配对。请换一台平板，或请工作人员在“平板设备”中配对这台。',
    en: 'Only paired tablets may vote here and this device is not paired. Use another tablet, or ask the staff to pair this one.',
  },
  'tablet-suspended': {
    status: 403,
    zh: '工作人员暂停了这台平板。请稍候；恢复后可以继续。',
    en: 'The staff have suspended this tablet. Please wait; you can go on when it is resumed.',
  },
  // session and method
  'bad-method': { status: 422, zh: '票决办法有误：{detail}', en: 'The ballot method is not right: {detail}' },
  'method-frozen': {
    status: 409,
    zh: '票决已开始，票决办法和候选项目不能再改。',
    en: 'The ballot has begun; its method and candidates can no longer be changed.',
  },
  'group-fixed': {
    status: 409,
    zh: '票卡已制作或密钥仪式已开始，加密群组和监票人数不能再改。如确需更改，请先整批作废票卡；密钥仪式已经开始的，请先在“监票人与密钥”中更换监票人。',
    en: 'Cards are made or the key ceremony has begun: the group and the number of scrutineers are fixed. Discard the batch of cards first; if the ceremony has begun, name the scrutineers anew.',
  },
  'code-taken': {
    status: 409,
    zh: '编号“{code}”已被使用，请换一个编号。',
    en: 'The number "{code}" is taken. Choose another.',
  },
  'ballot-in-progress': {
    status: 409,
    zh: '票决正在进行，不能更换或删除。',
    en: 'A ballot is under way; this cannot be changed or removed now.',
  },
  'not-a-rehearsal': {
    status: 409,
    zh: '只有演练可以清除，正式会议不能删除。',
    en: 'Only a rehearsal can be wiped. A real session cannot be removed.',
  },
  'rehearsal-exists': {
    status: 409,
    zh: '这次会议已有一场演练，请先清除它再重新演练。',
    en: 'This session already has a rehearsal. Wipe it before starting another.',
  },
  // cards and attendance
  'cards-exist': {
    status: 409,
    zh: '本次会议的票卡已登记（{count} 张）。如需重做，请先整批作废。',
    en: 'Cards are already registered for this session ({count}). Discard the batch before making another.',
  },
  'bad-cards': {
    status: 422,
    zh: '票卡数据有误：{detail}。请在制卡页面重新制作。',
    en: 'The cards are not right: {detail}. Make them again on the cards page.',
  },
  'card-serial-unknown': {
    status: 404,
    zh: '没有序号为 {serial} 的票卡，请核对卡面序号。',
    en: 'There is no card with serial {serial}. Check the number on the card.',
  },
  'card-already-active': {
    status: 409,
    zh: '票卡 {serial} 已激活过，不能再发给另一位代表。请换一张。',
    en: 'Card {serial} is active already and cannot be given to another deputy. Draw another.',
  },
  'card-set-aside': {
    status: 409,
    zh: '票卡 {serial} 已设为备用纸质票卡，不能发给代表。请换一张。',
    en: 'Card {serial} is set aside for paper ballots and cannot be given to a deputy. Draw another.',
  },
  'card-revoked': {
    status: 409,
    zh: '票卡 {serial} 已作废，请换一张。',
    en: 'Card {serial} has been revoked. Draw another.',
  },
  'credentials-fixed': {
    status: 409,
    zh: '本次会议已有票卡或平板凭证，不能再改投票凭证的种类。如确需更改，请先整批作废。',
    en: 'This session has cards or tablet credentials already, so the kind of credential is fixed. Discard them all first to change it.',
  },
  'tablets-instead': {
    status: 409,
    zh: '本次会议使用平板凭证，不制作票卡。如需改用票卡，请在“票决办法”中更改投票凭证。',
    en: 'This session uses tablet credentials and no cards. To use cards, change the credentials in the ballot method.',
  },
  'cards-instead': {
    status: 409,
    zh: '本次会议使用票卡，平板不生成凭证。请用票卡投票。',
    en: 'This session uses ballot cards; tablets make no credentials. Vote with a card.',
  },
  'tablet-shared': {
    status: 409,
    zh: '这台平板是共用模式，不能保存代表的凭证。请在“平板设备”中改为专用后再试。',
    en: 'This tablet is shared and cannot keep a deputy’s credential. Set it to personal under Tablets and try again.',
  },
  'tablet-bad-credentials': {
    status: 422,
    zh: '这台平板生成的凭证不符合本次会议的要求。请在“平板设备”中将它清空，让它重新生成。',
    en: 'The credentials this tablet made do not fit the session. Clear the tablet under Tablets so that it makes them again.',
  },
  'tablet-unknown': {
    status: 404,
    zh: '这台平板还没有送来本次会议的凭证。请确认它联网并显示二维码，再扫一次。',
    en: 'This tablet has sent no credentials for this session yet. See that it is on line and shows its code, then scan again.',
  },
  'tablet-changed': {
    status: 409,
    zh: '{name}现在显示的已不是这个码。请扫它屏幕上现在的二维码。',
    en: '{name} no longer shows this code. Scan the code that is on its screen now.',
  },
  'cards-exceed-present': {
    status: 409,
    zh: '已激活 {activated} 张，实到 {present} 人，激活数不能超过实到人数。请先为代表签到。',
    en: '{activated} cards are active and {present} deputies are present: no more cards than deputies. Sign the deputy in first.',
  },
  'nothing-to-correct': {
    status: 409,
    zh: '{name}没有可以撤销的记录。请刷新后查看其到会情况。',
    en: 'There is no entry of {name} to take back. Reload and look at the log.',
  },
  'sitting-times': {
    status: 422,
    zh: '场次的结束时间应晚于开始时间，且不超过 12 小时。请更正后再保存。',
    en: 'A half day must end after it begins, within 12 hours. Correct it and save again.',
  },
  'sittings-overlap': {
    status: 409,
    zh: '时间与“{name}”重叠，同一时间只能属于一个场次。请更正后再保存。',
    en: 'The times overlap “{name}”: one moment belongs to one half day. Correct them and save again.',
  },
  'deputy-not-in-office': {
    status: 409,
    zh: '{name}已不在任，不能签到。如有误，请在代表名册中更正。',
    en: '{name} is no longer in office and cannot be signed in. If this is wrong, correct the roster.',
  },
  // ceremony
  'ceremony-not-started': {
    status: 409,
    zh: '密钥仪式尚未开始，请等主席团工作人员启动。',
    en: 'The key ceremony has not begun. Wait for the presidium staff to start it.',
  },
  'ceremony-over': {
    status: 409,
    zh: '密钥已经生成，不能更改。',
    en: 'The key is already made and cannot be changed.',
  },
  'not-a-scrutineer-here': {
    status: 403,
    zh: '您不是本次会议的监票人，不能参与本次票决。请由本次会议的监票人办理；确需更换的，请主席团工作人员重新指定监票人。',
    en: 'You are not a scrutineer of this session and have no part in its ballot. One of its scrutineers does this; if you should be one, presidium staff appoint the scrutineers again.',
  },
  'scrutineers-missing': {
    status: 409,
    zh: '本次会议需要 {needed} 名监票人，目前指定了 {appointed} 名。请先指定监票人。',
    en: 'This session needs {needed} scrutineers; {appointed} are appointed. Appoint them first.',
  },
  'wrong-round': {
    status: 409,
    zh: '仪式还没有进行到这一步，请等其他监票人完成上一步。',
    en: 'The ceremony is not at this step yet. Wait for the other scrutineers.',
  },
  'bad-trustee-data': {
    status: 422,
    zh: '监票人 {index} 提交的密钥数据未通过核验：{detail}。请重新进行密钥仪式。',
    en: 'The key data of scrutineer {index} failed verification: {detail}. Hold the key ceremony again.',
  },
  'already-submitted': {
    status: 409,
    zh: '您已提交过这一步，内容与上次不同。请在原来的设备和浏览器上继续。',
    en: 'You have submitted this step with other content. Continue on the device and browser you began with.',
  },
  // four-eyes
  'same-person': {
    status: 409,
    zh: '须由另一人确认，不能由提出人自己确认。',
    en: 'Another person must confirm; the one who proposed cannot.',
  },
  'same-role': {
    status: 409,
    zh: '须由不同角色的人确认：{proposer}提出，由{confirmers}确认。',
    en: 'A person of another role must confirm: proposed by {proposer}, to be confirmed by {confirmers}.',
  },
  'no-proposal': {
    status: 409,
    zh: '这项提议已撤回或已失效，请重新提出。',
    en: 'This proposal was withdrawn or no longer applies. Propose it again.',
  },
  'proposal-pending': {
    status: 409,
    zh: '已有一项待确认的提议，请先确认或撤回。',
    en: 'Another proposal is waiting. Confirm or withdraw it first.',
  },
  'wrong-state': {
    status: 409,
    zh: '票决目前处于“{state}”，不能进行这项操作。请刷新页面查看进度。',
    en: 'The ballot is at "{state}"; this cannot be done now. Reload to see where it stands.',
  },
  // further ballots
  'ballot-not-finished': {
    status: 409,
    zh: '上一次票决目前处于“{state}”，还没有公布结果，也没有宣布无效，不能进行下一次票决。请先办完上一次票决。',
    en: 'The ballot before is at "{state}": neither published nor annulled. Finish it before making the next one.',
  },
  'no-tie': {
    status: 409,
    zh: '最近公布的结果中没有票数相等、难以确定当选的项目，不需要再次票决。请刷新页面查看下一步。',
    en: 'The newest result has no tie across the last seat, so there is nothing for a run-off. Reload to see what comes next.',
  },
  'no-shortfall': {
    status: 409,
    zh: '最近公布的结果没有缺额，不需要第二次票决。请刷新页面查看下一步。',
    en: 'The newest result has no missing seats, so there is nothing for a second ballot. Reload to see what comes next.',
  },
  'not-annulled': {
    status: 409,
    zh: '最近一次票决没有宣布无效，不能重新举行。',
    en: 'The newest ballot has not been annulled, so it is not held again.',
  },
  'presidium-to-decide': {
    status: 409,
    zh: '票决办法规定由主席团提出处理意见。请先登记主席团的决定，再进行后续票决。',
    en: 'The method leaves this to the presidium. Record its decision first.',
  },
  'decided-otherwise': {
    status: 409,
    zh: '已经确定的处理方式是“{choice}”，不再票决。如主席团改变决定，请先修改登记的决定。',
    en: 'What has been settled is "{choice}", so there is no further ballot. If the presidium changes its decision, record that first.',
  },
  'no-ballots-left': {
    status: 409,
    zh: '本次会议的票卡最多可用于 {count} 次票决，已经用完。请登记主席团对剩余名额的决定；确需再次票决的，请新建一次会议并重新制作票卡。',
    en: "This session's cards are good for {count} ballots and all are used. Record the presidium's decision on the seats left; to vote again, create another session and make new cards.",
  },
  'ballot-not-withdrawable': {
    status: 409,
    zh: '只能撤销还没有开始投票的后续票决。已经开始的，请结束票决，或者由两人宣布无效。',
    en: 'Only a further ballot that has not opened can be taken back. Close an open one, or let two people annul it.',
  },
  'nothing-to-decide': {
    status: 409,
    zh: '这次票决没有需要主席团决定的事项：没有票数相等或者缺额，或者票决办法已有规定。',
    en: 'There is nothing for the presidium to decide about this ballot: no tie and no shortfall, or the method settles it.',
  },
  'not-a-choice': {
    status: 409,
    zh: '“{choice}”不适用于这次票决的结果。请刷新页面，从列出的处理方式中选择。',
    en: '"{choice}" does not fit this result. Reload and choose one of those listed.',
  },
  'decision-acted-on': {
    status: 409,
    zh: '已经按这项决定安排了后续票决，决定不能再改。后续票决还没有开始投票的，可以先撤销它。',
    en: 'A further ballot has been made by this decision, so it can no longer change. If that ballot has not opened, take it back first.',
  },
  // opening
  'below-quorum': {
    status: 409,
    zh: '实到 {present} 人，法定人数为 {quorum} 人（全体代表 {entitled} 人），尚缺 {missing} 人，不能开始票决。',
    en: '{present} present; the quorum is {quorum} of {entitled} deputies. {missing} more are needed before the ballot can open.',
  },
  'no-candidates': {
    status: 409,
    zh: '还没有候选项目，请先录入或导入候选项目。',
    en: 'There are no candidate projects. Enter or import them first.',
  },
  'not-contested': {
    status: 409,
    zh: '差额票决要求候选项目多于应选数：现有候选项目 {candidates} 个，应选 {seats} 个。请增加候选项目、减少应选数，或改为等额。',
    en: 'A contested ballot needs more candidates than seats: {candidates} candidates, {seats} seats. Add candidates, lower the seats, or make it uncontested.',
  },
  'seats-mismatch': {
    status: 409,
    zh: '等额票决要求候选项目数等于应选数：现有候选项目 {candidates} 个，应选 {seats} 个。',
    en: 'An uncontested ballot needs as many candidates as seats: {candidates} candidates, {seats} seats.',
  },
  'no-cards': {
    status: 409,
    zh: '还没有激活任何票卡或平板凭证，不能开始票决。请先在签到台办理。',
    en: 'No card or tablet is active, so the ballot cannot open. Activate them at the sign-in desk.',
  },
  'key-missing': {
    status: 409,
    zh: '监票人尚未完成密钥仪式，不能开始票决。',
    en: 'The scrutineers have not finished the key ceremony, so the ballot cannot open.',
  },
  // casting
  'ballot-not-open': { status: 409, zh: '票决还没有开始，请稍候。', en: 'The ballot has not opened. Please wait.' },
  'ballot-closed': {
    status: 409,
    zh: '票决已经结束，这张选票没有投出。',
    en: 'The ballot has closed. This ballot was not cast.',
  },
  'card-unknown': {
    status: 404,
    zh: '这张票卡不属于本次票决。请核对票卡，或请工作人员协助。',
    en: 'This card does not belong to this ballot. Check the card, or ask the staff.',
  },
  'card-not-active': {
    status: 409,
    zh: '这张票卡尚未激活，请到签到台办理。',
    en: 'This card is not active yet. Take it to the sign-in desk.',
  },
  'card-is-revoked': {
    status: 409,
    zh: '这张票卡已作废，请到签到台换领。',
    en: 'This card has been revoked. Take it to the sign-in desk for another.',
  },
  'card-late': {
    status: 409,
    zh: '这张票卡在票决开始后才激活，不能用于本轮票决。请联系工作人员。',
    en: 'This card was activated after the ballot opened and cannot be used in it. Call the staff.',
  },
  'card-used': {
    status: 409,
    zh: '这张票卡已经投过票，每张票卡只能投一次。',
    en: 'This card has already voted. Each card votes once.',
  },
  'ballot-malformed': {
    status: 422,
    zh: '选票数据格式不对，没有投出。请重新扫描票卡再投一次；如仍不行，请联系工作人员。',
    en: 'The ballot data is malformed and was not cast. Use the card again; if it fails, call the staff.',
  },
  'ballot-oversized': {
    status: 413,
    zh: '选票数据过大，没有投出。请联系工作人员。',
    en: 'The ballot data is too large and was not cast. Call the staff.',
  },
  'ballot-non-canonical': {
    status: 422,
    zh: '选票数据不是规范写法，没有投出。请重新投票；如仍不行，请联系工作人员。',
    en: 'The ballot data is not in canonical form and was not cast. Vote again; if it fails, call the staff.',
  },
  'ballot-other-election': {
    status: 422,
    zh: '这张选票属于另一次票决，没有投出。请在平板上重新打开本次票决。',
    en: 'This ballot is for another election and was not cast. Open the present ballot on the tablet.',
  },
  'ballot-bad-signature': {
    status: 422,
    zh: '选票的签名不对，没有投出。请重新投票；如仍不行，请联系工作人员。',
    en: 'The ballot signature is wrong and it was not cast. Vote again; if it fails, call the staff.',
  },
  'ballot-bad-encoding': {
    status: 422,
    zh: '选票内容前后不一致（赞成数无法核对），没有投出。请重新投票。',
    en: 'The ballot contradicts itself (its 赞成 count cannot be checked) and was not cast. Vote again.',
  },
  'ballot-copied': {
    status: 422,
    zh: '这张选票与另一张重复，没有投出。请联系工作人员。',
    en: 'This ballot repeats part of another and was not cast. Call the staff.',
  },
  'ballot-bad-proof': {
    status: 422,
    zh: '选票的证明未通过核验，没有计入。这张票卡可以重新投票。',
    en: 'The proofs of this ballot failed and it does not count. The card can vote again.',
  },
  // procedural motions
  'motion-wrong-state': {
    status: 409,
    zh: '这项表决目前是“{state}”，不能进行这项操作。请刷新页面查看。',
    en: 'This motion is at "{state}"; this cannot be done now. Reload to see where it stands.',
  },
  'motion-open': {
    status: 409,
    zh: '有一项程序性表决正在进行：{title}。请先结束它。',
    en: 'A procedural motion is open: {title}. Close it first.',
  },
  'not-in-hall': {
    status: 409,
    zh: '会场设备现在没有显示这次会议。请先在“会议进程”中把会场切换到这次会议。',
    en: 'The devices in the hall do not follow this session. Put it in the hall on the progress page first.',
  },
  'motion-by-hands': {
    status: 409,
    zh: '这项是举手表决，请录入主持人清点的票数来结束。',
    en: 'This motion is by show of hands: record what the chair counted to close it.',
  },
  'motion-by-tablet': {
    status: 409,
    zh: '这项是平板表决，由系统计数，不能录入票数。',
    en: 'This motion is by tablet and counted by the system; no figures can be entered.',
  },
  'too-many-hands': {
    status: 422,
    zh: '赞成、反对、弃权合计 {sum} 人，多于实到 {present} 人。请重新清点后录入。',
    en: '{sum} hands in all are more than the {present} present. Count again and enter the figures.',
  },
  'motion-not-open': {
    status: 409,
    zh: '这项表决还没有开始，请稍候。',
    en: 'This motion has not opened. Please wait.',
  },
  'motion-over': {
    status: 409,
    zh: '这项表决已经结束，您的选择没有计入。',
    en: 'This motion has closed. Your choice was not counted.',
  },
  'motion-voted': {
    status: 409,
    zh: '这张票卡已经表决过这一项，每张票卡每项只能表决一次。',
    en: 'This card has voted on this motion already. Each card votes once.',
  },
  'motion-bad-signature': {
    status: 422,
    zh: '这次表决的签名不对，没有计入。请重新表决；如仍不行，请联系工作人员。',
    en: 'The signature of this vote is wrong and it was not counted. Vote again; if it fails, call the staff.',
  },
  // closing, decrypting, publishing
  'proofs-pending': {
    status: 409,
    zh: '还有 {pending} 张选票正在核验，暂不能结束。系统会继续核验，请稍候片刻再确认。',
    en: '{pending} ballots are still being verified, so the ballot cannot close yet. Wait a moment and confirm again.',
  },
  'ballots-put-aside': {
    status: 409,
    zh: '有 {count} 张选票与另一张选票部分相同，已退出票箱，相应票卡可以重新投票。票决仍在进行，请查看后再次确认结束。',
    en: '{count} ballots repeat part of another and were put aside; their cards can vote again. The ballot is still open: look into it, then confirm the close again.',
  },
  'ballot-not-closed': {
    status: 409,
    zh: '票决尚未结束，不能解密。',
    en: 'The ballot has not closed; nothing can be decrypted.',
  },
  'bad-decryption': {
    status: 422,
    zh: '您提交的解密数据未通过核验，没有采用。请确认使用的是本次会议的密钥后重试。',
    en: 'Your decryption failed verification and was not used. Check that this is the key of this session and try again.',
  },
  'tally-undecodable': {
    status: 409,
    zh: '已有 {received} 份解密，但合起来解不出结果，说明其中有数据不对。请其他监票人继续解密。',
    en: '{received} decryptions are in, but together they yield no result: one of them is wrong. Let another scrutineer decrypt.',
  },
  'too-few-decryptions': {
    status: 409,
    zh: '已有 {received} 名监票人解密，需要 {threshold} 名。请其他监票人继续。',
    en: '{received} scrutineers have decrypted; {threshold} are needed. Let the others continue.',
  },
  'not-tallied': {
    status: 404,
    zh: '计票尚未完成，还没有结果。请等监票人解密。',
    en: 'The tally is not complete; there is no result yet. Wait for the scrutineers to decrypt.',
  },
  'not-certified': {
    status: 409,
    zh: '监票人尚未全部签认计票结果（已签认 {certified} 名，需 {needed} 名，其中须有总监票人），不能公布。',
    en: 'The scrutineers have not certified the tally ({certified} of {needed}, the chief among them), so it cannot be published.',
  },
  'paper-not-in-method': {
    status: 409,
    zh: '票决办法规定设备故障时改为举手表决，没有纸质票。如要用纸质票，请先在票决办法中把“设备故障时”改为纸质票。',
    en: 'The method says a show of hands when devices fail, not paper. To use paper, first change that setting of the method.',
  },
  'paper-card': {
    status: 409,
    zh: '这是录入纸质票专用的票卡，不能在平板上投票。请把它交还工作人员。',
    en: 'This card is set aside for entering paper ballots and cannot vote on a tablet. Hand it back to the staff.',
  },
  'not-a-paper-card': {
    status: 409,
    zh: '这不是本次票决的备用纸质票卡。请从票决开始前设定的备用纸质票卡中取一张。',
    en: 'This is none of the cards set aside for papers before this ballot opened. Take one of those.',
  },
  'paper-cards-full': {
    status: 409,
    zh: '票决办法规定备用票卡 {limit} 张，已全部设为纸质票卡。如需更多，请先修改票决办法中的备用票卡数。',
    en: 'The method has {limit} spare cards and all are set aside for papers already. For more, change the number of spare cards in the method.',
  },
  'not-by-tablet': {
    status: 409,
    zh: '本次票决全部采用纸质票，请用计票单录入。',
    en: 'This ballot is held on paper throughout. Enter its count sheet instead.',
  },
  'papers-exceed-spares': {
    status: 409,
    zh: '开始前设定了 {spares} 张备用纸质票卡，最多只能发出 {spares} 张纸质票，不能记为 {issued} 张。',
    en: 'Only {spares} cards were set aside for papers before the opening, so no more papers can be handed out; {issued} is too many.',
  },
  'papers-below-settled': {
    status: 409,
    zh: '已录入、作废和未交回的纸质票共 {settled} 张，发出数不能少于它，不能记为 {issued} 张。',
    en: '{settled} papers are entered, void or not returned, so no fewer were handed out; {issued} is too few.',
  },
  'papers-exceed-present': {
    status: 409,
    zh: '票卡 {cards} 张加纸质票 {issued} 张，多于到会 {present} 人。请核对；确实如此的（例如平板发生故障的代表已把票卡交回封存），请写明原因。',
    en: '{cards} cards and {issued} papers are more than the {present} present. Check them; if it is so, for instance because a deputy whose tablet failed gave the card back under seal, say why.',
  },
  'papers-unsettled': {
    status: 409,
    zh: '发出纸质票 {issued} 张，已录入 {entered} 张、废票 {void} 张、未交回 {missing} 张，还有 {left} 张没有着落，不能结束。请先在“单张纸质票录入”中录入，或记为未交回。',
    en: '{issued} papers were handed out: {entered} entered, {void} void, {missing} not returned, so {left} are unaccounted for and the ballot cannot close. Enter them first, or record them as not returned.',
  },
  'no-paper-left': {
    status: 409,
    zh: '发出的 {issued} 张纸质票都已录入、作废或记为未交回。请先核对发出数，再录入这一张。',
    en: 'All {issued} papers handed out are entered, void or not returned. Check the number handed out before you enter this one.',
  },
  'paper-entry-taken': {
    status: 409,
    zh: '这一张已由另一人或以另一种方式录入。请刷新页面，从下一张开始。',
    en: 'This paper was entered by somebody else or in another way. Reload and go on with the next.',
  },
  'paper-entry-gone': {
    status: 409,
    zh: '第一人对这一张的录入已撤回或不存在。请两人重新录入这一张。',
    en: 'The first person’s entry of this paper was taken back or does not exist. Both enter it anew.',
  },
  'paper-entry-settled': {
    status: 409,
    zh: '这一张已由两人录入完毕，不能撤回。',
    en: 'Two people have settled this paper already; it cannot be taken back.',
  },
  'not-on-paper': {
    status: 409,
    zh: '本次票决用平板进行，没有纸质计票单。如要改用纸质票，请主席团工作人员在票决开始前选择。',
    en: 'This ballot is held by tablet and has no count sheet. Presidium staff can choose paper before it opens.',
  },
  'on-paper': {
    status: 404,
    zh: '本次为纸质票决，没有加密档案、选举数据和回执。请查看公布的结果和签名计票单。',
    en: 'This ballot was held on paper: it has no encrypted archive, election data or receipts. See the published result and the signed count sheets.',
  },
  'voting-on-paper': {
    status: 409,
    zh: '本次采用纸质票，平板上不能投票。请领取纸质选票。',
    en: 'This ballot is held on paper and no tablet can vote in it. Take a paper ballot.',
  },
  'paper-not-counted': {
    status: 409,
    zh: '两人录入的计票单尚未一致，还不能签认。请先完成计票单录入。',
    en: 'There are not yet two equal count sheets, so nothing can be certified. Finish entering them first.',
  },
  'paper-sheet-faulty': {
    status: 422,
    zh: '计票单有 {count} 处数字不合理，没有保存。请对照纸质计票单改正后再提交。',
    en: 'The count sheet has {count} impossible figures and was not saved. Correct them from the paper sheet and submit again.',
  },
  'paper-sheets-taken': {
    status: 409,
    zh: '已有两人录入计票单：{names}。如须换人，请其中一人先撤回自己录入的计票单。',
    en: 'Two people have entered count sheets: {names}. For somebody else to enter one, one of them takes theirs back first.',
  },
  'not-a-scan': {
    status: 422,
    zh: '这个文件不是 PNG、JPG 图片或 PDF。请拍照或扫描签名的计票单后重新选择。',
    en: 'This file is no PNG or JPG picture and no PDF. Photograph or scan the signed count sheet and choose that.',
  },
  'too-many-scans': {
    status: 409,
    zh: '最多附 {limit} 个扫描件。请先移除不需要的。',
    en: 'At most {limit} scans can be attached. Remove those that are not needed first.',
  },
  'evaluation-frozen': {
    status: 409,
    zh: '测评选票已经定稿，不能再修改。如确需修改，请先宣布本次测评无效，再另建会议重新测评。',
    en: 'The evaluation ballot is frozen and cannot be changed. If it must be, annul it and prepare an evaluation in another session.',
  },
  'evaluation-unknown-projects': {
    status: 422,
    zh: '这些项目不在可测评的项目之列：{codes}。请刷新页面后重新选择。',
    en: 'These are not among the projects that can be evaluated: {codes}. Reload the page and choose again.',
  },
  'evaluation-own-projects': {
    status: 422,
    zh: '测评不能放在票决产生这些项目的那次会议的票决里。请先建立一次新的会议，再在那里安排测评。',
    en: 'The ballot that chose the projects cannot evaluate them. Create another session and prepare the evaluation there.',
  },
  'evaluation-not-second': {
    status: 422,
    zh: '再次测评必须包括上次评为不满意的全部项目，也只能是这些项目：{codes}。请按此重新选择。',
    en: 'A second evaluation covers exactly the projects graded unsatisfied before: {codes}. Choose these.',
  },
  'rectification-not-reported': {
    status: 409,
    zh: '这些项目还没有报送整改结果，整改时限也未到：{titles}。请先登记整改结果，或者等到时限之后。',
    en: 'These projects have no report yet and their deadline is not past: {titles}. Record the reports first, or wait for the deadline.',
  },
  'rectification-wrong-state': {
    status: 409,
    zh: '这项整改现在的状态是“{state}”，不能这样办理。请刷新页面后再看。',
    en: 'This rectification {stateEn}; that cannot be done now. Reload the page.',
  },
  'evaluation-no-members': {
    status: 422,
    zh: '由常委会测评的，请选定参加测评的常委会组成人员。',
    en: 'Where the standing committee evaluates, choose its members.',
  },
  'evaluation-cards-active': {
    status: 409,
    zh: '已有票卡或平板凭证启用，不能改变测评人员范围。请先在签到台全部收回重新核对，再修改。',
    en: 'Cards or tablet credentials are active, so who evaluates cannot change. Put them all back at the desk first.',
  },
  'not-an-evaluation': {
    status: 404,
    zh: '这次票决不是测评，没有测评信息。',
    en: 'This ballot is no evaluation and has nothing of one.',
  },
  'evaluation-on-tablets': {
    status: 409,
    zh: '测评目前只能用平板进行，不能改为全部用纸质票。',
    en: 'An evaluation is held on tablets only; it cannot be held wholly on paper yet.',
  },
  'not-a-member': {
    status: 409,
    zh: '{name}不在本次测评的常委会组成人员之列，不计入到会人数。如有遗漏，请先在“测评整改”页补选。',
    en: '{name} is not among the standing committee members who evaluate. Add them on the evaluation page if they were left out.',
  },
  'document-not-draft': {
    status: 409,
    zh: '这份文书{state}，不能修改。正在签发的请先撤回签发；已签发或已撤销的请另行起草。',
    en: 'This document is {stateEn} and cannot be changed. Take back a proposed issue first; of an issued or withdrawn one draw up another.',
  },
  'document-changed': {
    status: 409,
    zh: '这份文书刚被别人修改过，您的改动没有保存。请复制您的文字，重新打开后再改。',
    en: 'Somebody else has just changed this document and yours was not saved. Copy your words, open it again and change it there.',
  },
  'document-number-taken': {
    status: 409,
    zh: '文号“{number}”已用于“{title}”。请换一个文号。',
    en: 'The number "{number}" is that of "{title}" already. Choose another.',
  },
  'document-no-record': {
    status: 409,
    zh: '系统里还没有这种文书所依据的记录，不能起草。票决和测评的文书在公布结果后起草；整改通知书须有评定为不满意的项目；征集情况反馈须有建议；调整公告须先登记同意调整的决定。',
    en: 'There is no record yet to draw this up from. Documents on a ballot or an evaluation need its published result; a rectification order a project graded unsatisfied; the feedback a suggestion; a notice of changes an approved change.',
  },
  // oversight and change
  'finish-needs-change': {
    status: 409,
    zh: '方案的完成时间 {finish} 晚于票决或调整确定的 {limit}。请按期安排；确需推迟的，请申请调整。',
    en: 'The plan finishes on {finish}, later than the {limit} that was voted or decided. Plan within it, or request a change.',
  },
  'milestone-after-finish': {
    status: 422,
    zh: '节点“{name}”的时间 {due} 不在方案的完成时间 {finish} 之内，或早于它自己的开始时间。请改正后保存。',
    en: 'The milestone “{name}” is due on {due}, after the finish {finish} or before its own start. Correct it and save again.',
  },
  'milestone-done-kept': {
    status: 409,
    zh: '节点“{name}”已报告完成，不能从方案中去掉。请保留它；报告有误的，先撤回该报告。',
    en: 'The milestone “{name}” was reported done and stays in the plan. Keep it; if that report is wrong, withdraw the report first.',
  },
  'milestone-unknown': {
    status: 422,
    zh: '报告中有节点不在实施方案里。请刷新页面，按现在的方案重新勾选。',
    en: 'The report names a milestone that the plan does not have. Reload and choose again from the plan as it is.',
  },
  'day-to-come': {
    status: 422,
    zh: '日期 {day} 还没有到，不能报告。请改为今天或以前的日期。',
    en: '{day} is still to come and cannot be reported. Give today or an earlier day.',
  },
  'not-your-project': {
    status: 403,
    zh: '这个项目由其他账号报告进展：{names}。请由他们办理，或请主席团工作人员重新设定。',
    en: 'This project is reported by other accounts: {names}. Leave it to them, or ask presidium staff to change that.',
  },
  'no-pb-of-grades': {
    status: 404,
    zh: 'Pabulib 格式只记录票决，没有测评的等次。请下载表格（.xlsx）或者数据（.json）。',
    en: 'The Pabulib format records ballots and has no grades. Take the workbook (.xlsx) or the data (.json).',
  },
  'looked-meanwhile': {
    status: 409,
    zh: '第 {number} 号建议刚由别人办理，现在是“{state}”。请看最新情况再办理。',
    en: 'Suggestion {number} has just been dealt with by somebody else and is “{stateEn}” now. See how it stands, then act.',
  },
  'candidate-not-elected': {
    status: 409,
    zh: '“{title}”在这一年的票决中没有当选，不能列为项目。',
    en: '“{title}” was not elected in that year’s ballot, so it cannot be made a project.',
  },
  'project-not-running': {
    status: 409,
    zh: '项目现在是“{state}”，不能这样办理。请先看项目的调整情况。',
    en: 'The project is “{stateEn}” now, so this cannot be done. See its changes first.',
  },
  'no-plan-yet': {
    status: 409,
    zh: '项目还没有实施方案。请先填写实施方案，再报告进展。',
    en: 'The project has no implementation plan yet. Save the plan first, then report progress.',
  },
  'record-withdrawn': {
    status: 409,
    zh: '这条记录已经撤回，不能再改。请另填一条。',
    en: 'This record was withdrawn and cannot be changed. Make a new one.',
  },
  'note-needed': {
    status: 422,
    zh: '请写明理由或说明后再提交。',
    en: 'State the reason or a note and send it again.',
  },
  'not-possible-now': {
    status: 409,
    zh: '现在是“{state}”，不能“{act}”。请刷新页面查看最新情况。',
    en: 'It is “{stateEn}” now, so “{actEn}” is not possible. Reload to see how it stands.',
  },
  'change-open': {
    status: 409,
    zh: '这个项目还有一件调整申请待决定。请先办结那一件。',
    en: 'A change of this project is still to be decided. Settle that one first.',
  },
  'change-empty': {
    status: 422,
    zh: '重大调整须写明要改的内容、完成时间或预算，至少一项。',
    en: 'A major change must say what changes: content, finish or budget, at least one.',
  },
  'decision-incomplete': {
    status: 422,
    zh: '请填写日期、文号，并上传决定文件，再登记决定。',
    en: 'Give the date and number and attach the file of the decision, then record it.',
  },
  'project-not-public': {
    status: 404,
    zh: '找不到这个项目，或它没有公开。请返回项目列表。',
    en: 'There is no such project, or it is not public. Go back to the list.',
  },
  'photos-full': {
    status: 409,
    zh: '最多附 {limit} 张照片。',
    en: 'At most {limit} photos can be attached.',
  },
  'not-published': { status: 404, zh: '结果尚未公布。', en: 'The result has not been published.' },
});

export type ProblemCode = keyof typeof problems;
export type ProblemParams = Readonly<Record<string, string | number>>;

/** A refusal as a value: what a stage's rules return and the HTTP layer turns into application/problem+json. */
export interface Problem {
  readonly code: ProblemCode;
  readonly params?: ProblemParams;
  /** Said instead of the code's own words, where the refusal knows more: e.g. which headings an uploaded table lacks. */
  readonly words?: { readonly zh: string; readonly en: string };
  /** Machine-readable rows, for imports. */
  readonly rows?: readonly unknown[];
}

export const problem = (code: ProblemCode, params?: ProblemParams): Problem => (params ? { code, params } : { code });

export type Language = 'zh-CN' | 'en';

/** The problem in words, in the reader's language, its parameters filled in. */
export function describe(value: Problem, language: Language): string {
  const entry: { zh: string; en: string } = value.words ?? problems[value.code];
  const template = language === 'en' ? entry.en : entry.zh;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(value.params?.[name] ?? whole));
}
