import { roleWords } from '../core/workflow/ballot.ts';
import type { Sample } from './identity/setup.ts';
import type { Hall } from './network/hall.ts';
import { severalNetworks } from './network/hosts.ts';

export interface Welcome {
  readonly url: string;
  readonly networkUrls: readonly string[];
  readonly hall: HallAddresses | undefined;
  /** Nothing is set up yet. */
  readonly empty: boolean;
}

export interface HallAddresses {
  readonly pages: readonly string[];
  /** The certificate's page at the likeliest address. */
  readonly certificate: string | undefined;
  readonly fingerprint: string;
  readonly several: boolean;
}

/** What the operator needs to know of the hall's network: the addresses that tablets type or scan. */
export function hallAddresses(hall: Hall): HallAddresses {
  const addresses = hall.hosts.filter(({ kind }) => kind === 'ipv4');
  const origins = (addresses.length > 0 ? addresses : hall.hosts.filter(({ kind }) => kind === 'ipv6')).map(
    ({ host }) => hall.origins(host),
  );
  return {
    pages: origins.map(({ pages }) => pages),
    certificate: origins[0]?.certificate,
    fingerprint: hall.authority.fingerprint,
    several: severalNetworks(hall.hosts),
  };
}

function hallLines({ pages, certificate, fingerprint, several }: HallAddresses): string[] {
  if (!certificate)
    return [
      '  会场网络（HTTPS）已开启，但本机没有连接任何网络：请连上会场的路由器，地址会自动显示在这里。',
      "  The hall's network is on, but this machine is on no network: connect it to the hall's router and the address appears here.",
    ];
  return [
    ...pages.map((address) => `  会场网络（HTTPS）· the hall's network:  ${address}/`),
    `  设备第一次使用先打开此页安装证书 · each device first installs the certificate:  ${certificate}`,
    `  证书指纹 · fingerprint (SHA-256):  ${fingerprint}`,
    ...(several
      ? [
          '  注意：本机连着多个网络，请选平板所在的那一个。 · Several networks are joined: use the one the tablets are on.',
        ]
      : []),
  ];
}

/** Said when the machine's addresses have changed while it serves. */
export const addressesChanged = (hall: HallAddresses): string =>
  ['', '本机网络地址有变化，证书已自动更新 · The network changed:', ...hallLines(hall), ''].join('\n');

/** What the program says once it serves: where, and what to do next. */
export function welcome({ url, networkUrls, hall, empty }: Welcome): string {
  const lines = ['', `票决已启动 · Piaojue is running:  ${url}/`];
  if (hall) lines.push(...hallLines(hall));
  for (const address of networkUrls) lines.push(`  会场其他设备 · other devices:  ${address}/`);
  if (empty)
    lines.push(
      '  下一步：用浏览器打开上面的地址，建立系统管理员和人民代表大会，再在“账号管理”为主席团工作人员、总监票人、监票人、计票人各建账号；或者一键载入示例镇。',
      '  Next: open the address in a browser and make the first administrator and congress, then accounts for presidium, chief scrutineer, scrutineers and tellers; or load the sample town.',
    );
  else lines.push(`  工作人员 · console  ${url}/console/    接口说明 · API  ${url}/docs`);
  if (networkUrls.length > 0)
    lines.push(
      '  注意：本机目前以 HTTP 提供服务，密码在网络上不加密；会场使用请改用 npm start -- --hall，或在前面设置 HTTPS 代理（TRUST_PROXY=1）。',
      '  Note: this is plain HTTP, passwords cross the network unencrypted: in the hall use npm start -- --hall, or put an HTTPS proxy in front (TRUST_PROXY=1).',
    );
  lines.push('  停止：Ctrl+C · Stop with Ctrl+C', '');
  return lines.join('\n');
}

/** The sample town's accounts, said this once; or that there is something already. */
export function sampleGreeting(sample: Sample | undefined): string {
  if (!sample)
    return '系统里已有数据，没有载入示例镇。要另试样例，请换一个数据目录：DATA_DIR=… npm start -- --sample\nThere is data already, so the sample town was not loaded. To try it, use another data folder: DATA_DIR=… npm start -- --sample';
  const rows = sample.accounts.map(
    ({ login, name, role, password }) => `  ${login.padEnd(14)} ${password}   ${roleWords[role].zh} ${name}`,
  );
  return [
    `已载入示例镇“${sample.congress.name}”。账号和密码只显示这一次，请抄下：`,
    'The sample town is loaded. Its accounts are shown this once; write them down:',
    ...rows,
  ].join('\n');
}
