import { defineTexts } from '../../i18n/index.ts';

/** Words of the page that checks an opened ballot (抽检). */
export const t = defineTexts(
  'challenge',
  {
    title: '抽检核验',
    checking: '正在这台手机上核验…',
    unreadable: '这个抽检二维码读不出来',
    'unreadable.form': '链接不完整。请在平板上重新扫一次抽检二维码。',
    'unreadable.version': '这是新版本系统的抽检二维码，本页还不认识。请刷新本页，或用会场网络打开。',
    'unreadable.key': '二维码里的票决公钥不正确。请不要用这台平板投票，并立即告诉监票人。',
    agrees: '一致：与平板承诺的校验值一致',
    'agrees.text': '平板加密的就是下面的选择。这张票已经作废，没有投出，请在平板上接着投票。',
    differs: '不一致：平板没有如实加密',
    'differs.text': '请不要用这台平板投票。请保留本页，立即告诉监票人和工作人员，换一台平板重新投票。',
    votes: '这张票里加密的是',
    'votes.said': '平板声称这张票里加密的是',
    project: '项目 {number}',
    satisfied: '满意',
    'basically-satisfied': '基本满意',
    unsatisfied: '不满意',
    for: '赞成',
    against: '反对',
    abstain: '弃权',
    value: '校验值',
    compared: '本页比对了什么',
    'compared.yes':
      '用二维码里的随机种子和票决公钥，把上面的选择重新加密了一遍：每一处密文都与平板事先承诺的相同（校验值一致）。',
    'compared.no': '用二维码里的随机种子和票决公钥，把上面的选择重新加密了一遍：得到的密文与平板事先承诺的不同。',
    'compared.election': '票决文本的指纹就是 φ；文本里的公钥和项目，与二维码里的一致。',
    'compared.otherElection': '票决文本与二维码里的公钥或项目不一致：平板不是按这次票决加密的。',
    you: '请您自己看一看',
    'you.votes': '上面的选择，是不是您在平板上作的选择。',
    'you.value': '上面校验值的前 3 组，是不是打开抽检之前平板上显示的那 3 组。',
    'you.key': '密钥指纹，是不是大屏幕上的：',
    'you.phi': '票决指纹 φ，是不是大屏幕上的：',
    'names.text': '要显示项目名称、并由本页核对公钥，请点下面的按钮。只向服务器读取公开的票决文本，不发送抽检的内容。',
    names: '读取票决文本，显示项目名称',
    'names.offline': '没有读到票决文本。上面的核验不受影响：请对照平板上的项目序号，并与大屏幕核对密钥指纹。',
    private:
      '核验全部在这台手机上完成，抽检的内容没有发送给任何人。它说的是这张作废的票，不说明您后来投了什么；看完请关闭本页。',
  },
  {
    title: 'Check of an opened ballot',
    checking: 'Checking on this phone…',
    unreadable: 'This code cannot be read',
    'unreadable.form': 'The address is not complete. Scan the code on the tablet once more.',
    'unreadable.version': 'The code is of a later version of the system. Load this page again in the hall’s network.',
    'unreadable.key':
      'The public key in the code is not one. Do not vote on that tablet, and tell a scrutineer at once.',
    agrees: 'It agrees with the check value the tablet had given',
    'agrees.text':
      'The tablet encrypted the choices below. That ballot is void and was not cast: go on voting on the tablet.',
    differs: 'It does not agree: the tablet did not encrypt honestly',
    'differs.text':
      'Do not vote on that tablet. Keep this page, tell a scrutineer and the staff at once, and vote on another tablet.',
    votes: 'What this ballot holds',
    'votes.said': 'What the tablet says this ballot holds',
    project: 'Project {number}',
    satisfied: 'Satisfied',
    'basically-satisfied': 'Basically satisfied',
    unsatisfied: 'Unsatisfied',
    for: 'For',
    against: 'Against',
    abstain: 'Abstain',
    value: 'Check value',
    compared: 'What this page compared',
    'compared.yes':
      'It encrypted the choices above again, with the seed in the code and the election’s public key: every ciphertext is the one the tablet had committed to (the check values are the same).',
    'compared.no':
      'It encrypted the choices above again, with the seed in the code and the election’s public key: the ciphertexts are not those the tablet had committed to.',
    'compared.election': 'The election’s text has the fingerprint φ; its key and projects are those in the code.',
    'compared.otherElection':
      'The election’s text has another key or other projects than the code: the tablet did not encrypt for this election.',
    you: 'What only you can compare',
    'you.votes': 'Whether the choices above are those you made on the tablet.',
    'you.value':
      'Whether the first 3 groups of the check value are those the tablet showed before the ballot was opened.',
    'you.key': 'Whether the key fingerprint is the one on the projector:',
    'you.phi': 'Whether the election fingerprint φ is the one on the projector:',
    'names.text':
      'To see the projects’ names, and to have this page compare the key, press the button. It reads the public text of the election from the server and sends nothing of this check.',
    names: 'Read the election’s text, show names',
    'names.offline':
      'The election’s text could not be read. The check above stands: compare the numbers with those on the tablet, and the key fingerprint with the projector.',
    private:
      'All of this was done on this phone and sent to nobody. It is about the void ballot and says nothing of what you cast later. Close this page when you have read it.',
  },
);
