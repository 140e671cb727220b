import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Certificates } from '../../../server/network/certificates.ts';
import type { Host } from '../../../server/network/hosts.ts';
import { chooseHall, hallFolder, isHallChosen } from '../../../server/network/setting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'piaojue-hall-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const at = (host: string): Host[] => [{ host, kind: 'ipv4', card: 'eth0' }];
const hall = () => hallFolder(folder);

describe('the certificates of a machine', () => {
  it('are made once, for nobody else to read, and taken up by every later start', async () => {
    const first = await Certificates.open(hall(), at('192.168.1.5'));
    const { leaf, fresh } = await first.cover(at('192.168.1.5'));
    expect(fresh).toBe(true);
    if (process.platform !== 'win32') {
      expect(statSync(hall()).mode & 0o777).toBe(0o700);
      for (const file of ['authority.pem', 'server.pem'])
        expect(statSync(path.join(hall(), file)).mode & 0o777).toBe(0o600);
    }
    const second = await Certificates.open(hall(), at('192.168.1.5'));
    expect(second.authority.cert.trim()).toBe(first.authority.cert.trim());
    expect((await second.cover(at('192.168.1.5'))).leaf.cert.trim()).toBe(leaf.cert.trim());
  });

  it('keep the authority when the address changes', async () => {
    const certificates = await Certificates.open(hall(), at('192.168.1.5'));
    const before = await certificates.cover(at('192.168.1.5'));
    expect((await certificates.cover(at('192.168.1.5'))).fresh).toBe(false);
    const after = await certificates.cover(at('10.0.0.7'));
    expect([after.fresh, after.leaf.cert === before.leaf.cert]).toEqual([true, false]);
    expect((await Certificates.open(hall(), at('10.0.0.7'))).authority.cert.trim()).toBe(
      certificates.authority.cert.trim(),
    );
  });

  it('issue the server’s certificate anew when its file is damaged', async () => {
    const certificates = await Certificates.open(hall(), at('192.168.1.5'));
    await certificates.cover(at('192.168.1.5'));
    writeFileSync(path.join(hall(), 'server.pem'), 'half a fi');
    const again = await Certificates.open(hall(), at('192.168.1.5'));
    expect((await again.cover(at('192.168.1.5'))).leaf.cert).toContain('BEGIN CERTIFICATE');
  });

  it('never replace a damaged authority, which every tablet trusts, in silence', async () => {
    await Certificates.open(hall(), at('192.168.1.5'));
    const file = path.join(hall(), 'authority.pem');
    const cut = readFileSync(file, 'utf8').slice(0, 300);
    writeFileSync(file, cut);
    await expect(Certificates.open(hall(), at('192.168.1.5'))).rejects.toThrow(/会场证书文件损坏[\s\S]*authority\.pem/);
    expect(readFileSync(file, 'utf8')).toBe(cut);
  });
});

describe('the choice for the next start', () => {
  it('is off, then what was chosen last', () => {
    expect(isHallChosen(folder)).toBe(false);
    for (const on of [true, true, false]) {
      chooseHall(folder, on);
      expect(isHallChosen(folder)).toBe(on);
    }
  });

  it('is off when its file is damaged', () => {
    chooseHall(folder, true);
    writeFileSync(path.join(hall(), 'setting.json'), '{"on":tr');
    expect(isHallChosen(folder)).toBe(false);
  });
});
