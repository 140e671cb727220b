import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** As whom the database runs. Empty: as ourselves. PostgreSQL refuses to run as root, so root picks an ordinary user. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * As whom the database below `home` runs: ourselves, or when we are root the owner of an existing `home`, else the system's `postgres` or `nobody`.
 * @throws when `home` belongs to somebody else and we are not root.
 */
export function ownerOf(home: string): Owner {
  const self = process.geteuid?.();
  if (self === undefined) return {}; // Windows
  const existing = statSync(home, { throwIfNoEntry: false });
  if (self !== 0) {
    if (existing && existing.uid !== self) {
      throw new Error(
        `数据目录属于另一用户（uid ${existing.uid}）：请用该用户或 root 启动，或另设 DATA_DIR。\n${home} belongs to user ${existing.uid}: start as that user or as root, or set another DATA_DIR.`,
      );
    }
    return {};
  }
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  return userNamed('postgres') ?? userNamed('nobody') ?? { uid: 65534, gid: 65534 };
}

function userNamed(name: string): Owner | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}

/** Makes a folder (0700) of that owner; the folders above it are ours. */
export function makeOwned(folder: string, owner: Owner): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid!);
}

/** The first folder at or above `folder` that others may not pass through, such as a home directory of 0700; undefined when all may be. */
export function closedToOthers(folder: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const entry = statSync(current, { throwIfNoEntry: false });
    if (entry && (entry.mode & 0o001) === 0) return current;
    if (current === path.dirname(current)) return undefined;
  }
}

/**
 * Makes sure that the owner of the database can pass through the folders above `home`. The data folder itself, ours alone and perhaps made 0700, is
 * opened for passing through (not for listing; what lies in it stays closed). @throws when a folder further up is closed: that one is not ours to open.
 */
export function requireReachable(home: string, owner: Owner): void {
  if (owner.uid === undefined) return;
  const dataDir = path.dirname(home);
  if (closedToOthers(dataDir) === path.resolve(dataDir)) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const closed = closedToOthers(dataDir);
  if (closed && statSync(closed).uid !== owner.uid) {
    throw new Error(
      `以 root 启动时数据库由普通用户运行，而它进不了 ${closed}：请把 DATA_DIR 设到别处，例如 /var/lib/piaojue。\nStarted as root, the database runs as an ordinary user, who may not enter ${closed}: set DATA_DIR elsewhere, such as /var/lib/piaojue.`,
    );
  }
}
