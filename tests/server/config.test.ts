import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';
import { projectRoot } from '../../server/database/project-root.ts';
import { bundle } from '../support/processes.ts';

describe('settings', () => {
  it('have defaults for a first try on one machine', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 8080,
      host: 'localhost',
      databaseUrl: undefined,
      logLevel: 'info',
    });
    expect([path.join(projectRoot(), 'data'), '/var/lib/piaojue']).toContain(config.dataDir);
  });

  it('are read, and empty ones are not set', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      DATA_DIR: ' /srv/票决 ',
      DATABASE_URL: '',
      TRUST_PROXY: 'yes',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      dataDir: path.resolve('/srv/票决'),
      databaseUrl: undefined,
      trustProxy: 1,
    });
  });

  it.each([
    ['1', 1],
    ['2', 2],
    ['true', 1],
    ['0', 0],
    ['no', 0],
    ['', 0],
  ])('count the proxies in front: %s', (TRUST_PROXY, count) => {
    expect(readConfig({ TRUST_PROXY }).trustProxy).toBe(count);
  });

  it('that are wrong are all named at once, without a password', () => {
    const read = () => readConfig({ PORT: '80a', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://u:geheim@h/db' });
    expect(() => readConfig({ TRUST_PROXY: '10.0.0.1' })).toThrow(/TRUST_PROXY/);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/设置有误[\s\S]*PORT = "80a"[\s\S]*DATABASE_URL: postgres[\s\S]*LOG_LEVEL = "loud"/);
    expect(read).not.toThrow(/geheim/);
  });

  it('of the hall’s network leave it to the console unless given', () => {
    expect(readConfig({})).toMatchObject({ hall: undefined, httpsPort: 8443, hallAddresses: undefined });
    const given = readConfig({ HALL: '0', HTTPS_PORT: '443', HALL_ADDRESSES: '192.168.8.10, vote.lan' });
    expect([given.hall, given.httpsPort]).toEqual([false, 443]);
    expect(given.hallAddresses?.map(({ host, kind }) => [host, kind])).toEqual([
      ['192.168.8.10', 'ipv4'],
      ['vote.lan', 'name'],
    ]);
    expect(() => readConfig({ HALL_ADDRESSES: 'https://vote.lan' })).toThrow(/HALL_ADDRESSES.*https:\/\/vote\.lan/);
    expect(() => readConfig({ PORT: '8443' })).toThrow(/HTTPS_PORT = 8443: 须与 PORT 不同/);
  });

  it('name the address by which others come, as an origin and nothing more', () => {
    expect(readConfig({ PUBLIC_URL: 'https://Vote.example.cn/' }).publicUrl).toBe('https://vote.example.cn');
    expect(readConfig({ PUBLIC_URL: 'http://10.1.2.3:8080' }).publicUrl).toBe('http://10.1.2.3:8080');
    expect(readConfig({}).publicUrl).toBeUndefined();
    for (const PUBLIC_URL of [
      'vote.example.cn',
      'ftp://vote.example.cn',
      'https://vote.example.cn/vote',
      'https://u:p@a.cn',
    ])
      expect(() => readConfig({ PUBLIC_URL })).toThrow(/PUBLIC_URL.*https:\/\/vote\.example\.cn/);
  });

  it.each(['-1', '65536', '1.5'])('refuse port %s', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow(/PORT/);
  });

  it('end the program with exit code 2 when wrong', async () => {
    const file = await bundle('server/config.ts');
    const program = `import { configOrExit } from ${JSON.stringify(file)}; configOrExit(); console.log('went on');`;
    const run = () =>
      execFileSync(process.execPath, ['--input-type=module', '-e', program], { env: { PORT: 'x' }, stdio: 'pipe' });
    expect(run).toThrow(expect.objectContaining({ status: 2, stderr: expect.objectContaining({}) }));
  });
});
