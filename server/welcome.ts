import { roleWords } from '../core/workflow/ballot.ts';
import type { Sample } from './identity/setup.ts';

export interface Welcome {
  readonly url: string;
  readonly networkUrls: readonly string[];
  /** Nothing is set up yet. */
  readonly empty: boolean;
}

/** What the program says once it serves: where, and what to do next. */
export function welcome({ url, networkUrls, empty }: Welcome): string {
  const lines = ['', `票决已启动 · Piaojue is running:  ${url}/`];
  for (const address of networkUrls) lines.push(`  会场其他设备 · other devices:  ${address}/`);
  if (empty)
    lines.push(
      '  下一步：用浏览器打开上面的地址，建立系统管理员和人民代表大会，或者一键载入样例镇。',
      '  Next: open the address in a browser and make the first administrator and congress, or load the sample town.',
    );
  else lines.push(`  工作台 · console  ${url}/console/    接口说明 · API  ${url}/docs`);
  if (networkUrls.length > 0)
    lines.push(
      '  注意：本机目前以 HTTP 提供服务，密码在网络上不加密；请只在会场专用网络中使用，或在前面设置 HTTPS 代理（TRUST_PROXY=1）。',
      '  Note: this is plain HTTP, passwords cross the network unencrypted: use a network of the hall alone, or put an HTTPS proxy in front (TRUST_PROXY=1).',
    );
  lines.push('  停止：Ctrl+C · Stop with Ctrl+C', '');
  return lines.join('\n');
}

/** The sample town's accounts, said this once; or that there is something already. */
export function sampleGreeting(sample: Sample | undefined): string {
  if (!sample)
    return '系统里已有数据，没有载入样例镇。要另试样例，请换一个数据目录：DATA_DIR=… npm start -- --sample\nThere is data already, so the sample town was not loaded. To try it, use another data folder: DATA_DIR=… npm start -- --sample';
  const rows = sample.accounts.map(
    ({ login, name, role, password }) => `  ${login.padEnd(14)} ${password}   ${roleWords[role].zh} ${name}`,
  );
  return [
    `已载入样例镇“${sample.congress.name}”。账号和密码只显示这一次，请抄下：`,
    'The sample town is loaded. Its accounts are shown this once; write them down:',
    ...rows,
  ].join('\n');
}
