import { defineTexts } from '../../i18n/index.ts';

export const t = defineTexts(
  'kiosk.tablet',
  {
    label: '启用这台平板',
    way: '本次会议使用平板凭证：系统能知道哪张加密选票来自这台平板，不能知道您选了什么。',
    'waiting.title': '请把这台平板交给签到台扫码',
    'waiting.text': '工作人员为您签到后扫描此码，这台平板就成为您的投票凭证。投票结束前请不要与他人交换平板。',
    'waiting.code': '平板“{name}”的二维码',
    'waiting.typed': '启用码',
    'waiting.late': '票决已经开始，这台平板没有启用，不能用于本次票决。请到签到台换用已经启用的平板。',
    'making.title': '正在生成投票凭证…',
    'making.offline': '没有连上服务器，连上后自动继续。',
    'making.refused': '没有生成投票凭证',
    'shared.title': '这台平板还不能投票',
    'shared.text': '本次会议使用平板凭证，这台平板是共用模式。请工作人员在工作人员页面“平板设备”中把它改为专用。',
    'unpaired.text': '本次会议使用平板凭证，这台平板还没有配对。请工作人员在工作人员页面“平板设备”中配对，并改为专用。',
    ready: '这台平板已为您启用。票决开始后，点一下即可投票，不需要票卡。',
    begin: '这台平板已为您启用，点下面的按钮即可投票。',
  },
  {
    label: 'Approving this tablet',
    way: 'This session uses tablet credentials: the system can know which encrypted ballot came from this tablet, never what you chose.',
    'waiting.title': 'Show this tablet at the sign-in desk',
    'waiting.text':
      'The staff sign you in and scan this code; then this tablet is your credential. Do not exchange it with anybody before the voting is over.',
    'waiting.code': 'QR code of {name}',
    'waiting.typed': 'Check code',
    'waiting.late':
      'The ballot has opened and this tablet was not approved, so it cannot be used in it. Take an approved one at the desk.',
    'making.title': 'Making the credential…',
    'making.offline': 'No connection to the server; it goes on by itself.',
    'making.refused': 'No credential was made',
    'shared.title': 'This tablet cannot vote yet',
    'shared.text':
      'This session uses tablet credentials and this tablet is shared. Staff set it to personal under Tablets on the console.',
    'unpaired.text':
      'This session uses tablet credentials and this tablet is not paired. Staff pair it under Tablets on the console and set it to personal.',
    ready: 'This tablet is yours for the session. When the ballot opens, one tap begins; no card is needed.',
    begin: 'This tablet is yours for the session: press the button below to vote.',
  },
);
