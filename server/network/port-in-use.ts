/** Another program has the port. */
export class PortInUse extends Error {
  override name = 'PortInUse';
  constructor(
    readonly port: number,
    setting: 'PORT' | 'HTTPS_PORT' = 'PORT',
  ) {
    super(`端口 ${port} 已被其他程序占用。请关闭那个程序，或换一个端口启动，例如 ${setting}=${port + 1} npm start
Port ${port} is in use by another program. Close that one, or start on another port, e.g. ${setting}=${port + 1} npm start`);
  }
}
