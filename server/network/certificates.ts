import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Issued, issueLeaf, isUsable, makeAuthority, needsNewLeaf } from './authority.ts';
import { writeWhole } from './files.ts';
import type { Host } from './hosts.ts';

/** A key and its certificate stand in one file: of two files one could be lost, or restored from another day. */
const read = (file: string): Issued | undefined => {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const [key] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/.exec(text) ?? [];
  const [cert] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/.exec(text) ?? [];
  if (!key || !cert || !fits(cert, key)) throw new Error(file);
  return { cert, key };
};
const fits = (cert: string, key: string): boolean => {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
};
const write = (file: string, { cert, key }: Issued) => writeWhole(file, `${key.trim()}\n${cert.trim()}\n`);

/** The certificates of a machine's hall network, kept in a folder of our own (0700, files 0600). */
export class Certificates {
  private current: Issued | undefined;
  private constructor(
    private readonly folder: string,
    readonly authority: Issued,
  ) {}

  /**
   * Takes up the authority that is there, or makes it. One that is damaged is never replaced in silence: every tablet would have to
   * trust a new one. @throws Error with what to do
   */
  static async open(folder: string, hosts: readonly Host[]): Promise<Certificates> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, 'authority.pem');
    let authority: Issued | undefined;
    try {
      authority = read(file);
    } catch {
      throw new Error(`会场证书文件损坏：${file}。请从备份恢复；没有备份的，删除这个文件后重新启动，所有平板须重新安装证书。
The file of the hall's certificate is damaged: ${file}. Restore it from a backup; without one, remove it and start again: every tablet must then install the new certificate.`);
    }
    if (authority && !isUsable(authority.cert)) {
      renameSync(file, path.join(folder, `authority-until-${Date.now()}.pem`));
      authority = undefined;
    }
    if (!authority) {
      authority = await makeAuthority(os.hostname(), hosts);
      write(file, authority);
    }
    return new Certificates(folder, authority);
  }

  private get file(): string {
    return path.join(this.folder, 'server.pem');
  }

  /** The server's certificate for these hosts: the one there is while it covers them, else a new one. @returns whether it is new */
  async cover(hosts: readonly Host[]): Promise<{ leaf: Issued; fresh: boolean }> {
    const kept = this.current ?? this.stored();
    const enough = kept !== undefined && !needsNewLeaf(this.authority.cert, kept, hosts);
    const leaf = enough ? kept : await issueLeaf(this.authority, hosts);
    if (!enough) write(this.file, leaf);
    const fresh = leaf !== this.current;
    this.current = leaf;
    return { leaf, fresh };
  }

  /** A damaged one is as good as none: another is issued. */
  private stored(): Issued | undefined {
    try {
      return read(this.file);
    } catch {
      return undefined;
    }
  }
}
