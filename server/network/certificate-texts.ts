/** One kind of device: its name and its steps, each a line of plain text; `code` is typed as it stands. */
export interface Steps {
  readonly name: string;
  readonly steps: readonly string[];
  readonly code?: string;
  readonly more?: readonly string[];
}
export const devices = ['android', 'apple', 'windows', 'linux', 'firefox'] as const;
export type Device = (typeof devices)[number];

interface Texts {
  readonly title: string;
  readonly why: string;
  readonly compare: { readonly title: string; readonly text: string; readonly name: string; readonly until: string };
  readonly get: { readonly title: string; readonly button: string; readonly text: string };
  readonly install: { readonly title: string; readonly text: string };
  readonly devices: Record<Device, Steps>;
  readonly enter: { readonly title: string; readonly button: string; readonly text: string };
  readonly remove: { readonly title: string; readonly text: string };
  readonly wechat: string;
  readonly other: string;
}

export const texts: Record<'zh-CN' | 'en', Texts> = {
  'zh-CN': {
    title: '安装会场证书',
    why: '会场内的平板、手机和电脑用加密连接（HTTPS）访问票决系统。每台设备第一次使用前，先安装本会场的证书，只需安装一次。',
    wechat: '您正在微信里打开本页，微信里不能安装证书。请点右上角“…”，选择“在浏览器打开”。',
    get: {
      title: '下载证书',
      button: '下载证书',
      text: '文件名为 piaojue-ca.crt。iPad 和 iPhone 请用 Safari 打开本页；其他设备请用系统自带浏览器、Chrome 或 Edge。',
    },
    compare: {
      title: '核对指纹',
      text: '证书的 SHA-256 指纹应与工作人员控制台“设备网址”页上显示的一致。不一致的不要安装，并告诉工作人员。',
      name: '证书名称',
      until: '有效期至',
    },
    install: { title: '安装并信任', text: '请按您的设备点开：' },
    devices: {
      android: {
        name: '安卓平板和手机（含华为）',
        steps: [
          '打开“设置”，在最上面搜索“CA 证书”；搜不到的搜索“凭据”或“证书”。一般在“安全”›“更多安全设置”›“加密与凭据”›“安装证书”里。',
          '选择“CA 证书”，看到提醒后点“仍然安装”，输入锁屏密码。没有设锁屏密码的，系统会先请您设一个。',
          '在“下载”文件夹里选中 piaojue-ca.crt，看到“已安装 CA 证书”即完成。',
        ],
      },
      apple: {
        name: 'iPad 和 iPhone',
        steps: [
          '下载时点“允许”，看到“已下载描述文件”。',
          '打开“设置”，点上方的“已下载描述文件”（或“通用”›“VPN 与设备管理”），点“安装”，输入锁屏密码，再点“安装”。',
          '再到“设置”›“通用”›“关于本机”›“证书信任设置”，打开这张证书右边的开关，点“继续”。这一步不能省。',
        ],
      },
      windows: {
        name: 'Windows 电脑',
        steps: [
          '双击下载的 piaojue-ca.crt，点“安装证书”，选“当前用户”，点“下一步”。',
          '选“将所有的证书都放入下列存储”，点“浏览”，选“受信任的根证书颁发机构”，点“确定”、“下一步”、“完成”。',
          '出现“安全警告”时核对指纹，点“是”。关闭浏览器再重新打开。',
        ],
      },
      linux: {
        name: '麒麟、统信等国产系统电脑',
        steps: [
          '系统自带浏览器、奇安信、360、Chromium：打开浏览器的“设置”›“隐私和安全”›“安全”›“管理证书”›“授权中心”（或“证书颁发机构”），点“导入”，选中 piaojue-ca.crt。',
          '勾选“信任该证书，以标识网站”，点“确定”，关闭浏览器再重新打开。',
          '也可以由管理员在终端里装到整个系统：',
        ],
        code: 'sudo cp ~/下载/piaojue-ca.crt /usr/local/share/ca-certificates/\nsudo update-ca-certificates',
        more: ['装到系统后浏览器仍提示不安全的，再按第 1、2 步在浏览器里导入一次。'],
      },
      firefox: {
        name: '火狐（Firefox）浏览器',
        steps: [
          '打开“设置”›“隐私与安全”，在最下面的“证书”处点“查看证书”。',
          '在“证书颁发机构”一栏点“导入”，选中 piaojue-ca.crt，勾选“信任由此证书颁发机构来标识网站”，点“确定”。',
        ],
      },
    },
    enter: {
      title: '进入票决系统',
      button: '进入',
      text: '如果浏览器提示“您的连接不是私密连接”或者“不安全”，说明证书还没有装好，请返回本页重做第 3 步，不要点“继续前往”。',
    },
    remove: {
      title: '会后怎样删除',
      text: '借用的设备用完后可以删除：在安装证书的同一处找到这张证书，点“删除”或“移除”。这张证书只能用于 IP 地址和本地名称，冒充不了任何网站的域名。',
    },
    other: 'English',
  },
  en: {
    title: 'Install the hall’s certificate',
    why: 'Tablets, phones and computers in the hall reach the ballot system over an encrypted connection (HTTPS). Before its first use each device installs the certificate of this hall, once.',
    wechat:
      'You opened this page inside WeChat, where no certificate can be installed. Tap … at the top right and choose to open it in the browser.',
    get: {
      title: 'Download the certificate',
      button: 'Download the certificate',
      text: 'The file is called piaojue-ca.crt. On iPad and iPhone use Safari; elsewhere the device’s own browser, Chrome or Edge.',
    },
    compare: {
      title: 'Compare the fingerprint',
      text: 'The SHA-256 fingerprint must be the one on the addresses page of the staff console. If it differs, do not install it and tell the staff.',
      name: 'Certificate',
      until: 'Valid until',
    },
    install: { title: 'Install and trust it', text: 'Open the part for your device:' },
    devices: {
      android: {
        name: 'Android tablets and phones (also Huawei)',
        steps: [
          'Open Settings and search for “CA certificate”; if nothing is found, for “credentials”. Usually it is under Security › More security settings › Encryption & credentials › Install a certificate.',
          'Choose “CA certificate”, tap “Install anyway” and enter the screen lock. A device without a screen lock asks for one first.',
          'Pick piaojue-ca.crt in Downloads. “CA certificate installed” means it is done.',
        ],
      },
      apple: {
        name: 'iPad and iPhone',
        steps: [
          'Tap Allow when it downloads; “Profile Downloaded” appears.',
          'Open Settings, tap “Profile Downloaded” at the top (or General › VPN & Device Management), tap Install, enter the passcode, tap Install again.',
          'Then Settings › General › About › Certificate Trust Settings: switch this certificate on and tap Continue. Do not leave this out.',
        ],
      },
      windows: {
        name: 'Windows',
        steps: [
          'Double-click piaojue-ca.crt, click Install Certificate, choose Current User, click Next.',
          'Choose “Place all certificates in the following store”, click Browse, choose “Trusted Root Certification Authorities”, click OK, Next, Finish.',
          'At the security warning compare the fingerprint and click Yes. Close the browser and open it again.',
        ],
      },
      linux: {
        name: 'Kylin, UOS and other Linux computers',
        steps: [
          'The system’s browser, Chromium and its relatives: Settings › Privacy and security › Security › Manage certificates › Authorities, click Import and pick piaojue-ca.crt.',
          'Tick “Trust this certificate for identifying websites”, click OK, close the browser and open it again.',
          'Or an administrator installs it for the whole system in a terminal:',
        ],
        code: 'sudo cp ~/Downloads/piaojue-ca.crt /usr/local/share/ca-certificates/\nsudo update-ca-certificates',
        more: ['If the browser still warns after that, import it in the browser too, as in steps 1 and 2.'],
      },
      firefox: {
        name: 'Firefox',
        steps: [
          'Open Settings › Privacy & Security and click View Certificates under Certificates, near the end.',
          'Under Authorities click Import, pick piaojue-ca.crt, tick “Trust this CA to identify websites”, click OK.',
        ],
      },
    },
    enter: {
      title: 'Enter',
      button: 'Enter',
      text: 'If the browser says that the connection is not private or not secure, the certificate is not installed yet: come back and do step 3 again. Do not choose to proceed.',
    },
    remove: {
      title: 'Removing it afterwards',
      text: 'On a borrowed device remove it after use: find the certificate where it was installed and delete it. It holds for IP addresses and local names only and can stand for no web site’s domain.',
    },
    other: '中文',
  },
};
