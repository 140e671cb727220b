import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import {
  ensureCluster,
  type Places,
  placesIn,
  quietEnvironment,
  readPassword,
  socketFolder,
  socketLock,
  USER,
} from './embedded-cluster.ts';
import { clearStaleLocks, inUse, isServer, readPostmaster } from './embedded-lock.ts';
import { makeOwned, type Owner, ownerOf, requireReachable } from './embedded-owner.ts';
import { type DatabaseAddress, isUnreachable } from './pool.ts';

export interface EmbeddedOptions {
  /** Everything is kept in `postgres/` below it. */
  dataDir: string;
  /** Connections the server admits; default 60. */
  maxConnections?: number;
  /** Told when the server had to be started again; default: stderr. */
  log?: (line: string) => void;
}

/** A running PostgreSQL of ours. */
export interface Embedded {
  /** Of the database `piaojue`, or of another one in the same cluster. */
  address(database?: string): DatabaseAddress;
  /** Whether it ran already: left by a killed process, or in use by another one. */
  readonly adopted: boolean;
  /** Ends our use; the last user on the machine stops the server. Close your pools first. */
  stop(): Promise<'stopped' | 'left running'>;
}

/** Session lock in database `postgres`: shared by every process that uses the cluster, exclusive for the one that stops it. */
const PRESENCE = 0x7069616f;
const DATABASE = 'piaojue';

/**
 * Starts, or adopts, the embedded PostgreSQL in `dataDir`, making the cluster the first time (under a second). Any number of processes may share it. Safe
 * to be killed at any moment. While in use, a server that dies is started again.
 * @throws with a message for the operator (Chinese, then English) when it cannot run.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const places = placesIn(options.dataDir);
  const owner = ownerOf(places.home);
  requireReachable(places.home, owner);
  makeOwned(places.home, owner);
  let cached: Binaries | undefined;
  const binaries = () => (cached ??= findBinaries(places.home, owner));
  await ensureCluster(places, binaries, owner);
  const server = new Server(places, owner, binaries, options);
  await server.enter();
  return server;
}

class Server implements Embedded {
  adopted = true;
  private presence: pg.Client | undefined;
  private stopping = false;
  /** While it is being brought back. */
  private recovering: Promise<void> | undefined;
  private port = 5432;
  private socketDir: string | undefined;
  private child: ChildProcess | undefined;

  constructor(
    private readonly places: Places,
    private readonly owner: Owner,
    private readonly binaries: () => Binaries,
    private readonly options: EmbeddedOptions,
  ) {}

  address(database = DATABASE): DatabaseAddress {
    return {
      host: this.socketDir || '127.0.0.1',
      port: this.port,
      user: USER,
      password: readPassword(this.places),
      database,
    };
  }

  /** Gets the server up and takes our place among its users. */
  async enter(): Promise<void> {
    const client = await this.connectOrSpawn();
    try {
      await client.query('select pg_advisory_lock_shared($1)', [PRESENCE]);
      await ensureDatabase(client);
    } catch (error) {
      await client.end().catch(() => {});
      if (isUnreachable(error)) return this.enter(); // it was being stopped by its last user
      throw error;
    }
    (client as unknown as { unref(): void }).unref(); // being a user keeps no program alive
    this.presence = client;
    client.on('end', () => {
      this.recovering = this.reenter(client).finally(() => {
        this.recovering = undefined;
      });
    });
  }

  /** The server is gone though we still use it: bring it back. */
  private async reenter(lost: pg.Client): Promise<void> {
    if (this.stopping || this.presence !== lost) return;
    const log = this.options.log ?? ((line: string) => console.error(line));
    log('数据库中断，正在恢复 · the database went away, bringing it back');
    for (let wait = 100; !this.stopping; wait = Math.min(wait * 2, 10_000)) {
      try {
        await this.enter();
        return log('数据库已恢复 · the database is back');
      } catch (error) {
        log((error as Error).message);
        await sleep(wait);
      }
    }
  }

  private async connectOrSpawn(): Promise<pg.Client> {
    let patience = Date.now() + 60_000;
    let failures = 0;
    let wait = 10;
    for (;;) {
      const running = readPostmaster(this.places.data);
      if (running) {
        this.port = running.port;
        this.socketDir = running.socketDir;
        const client = new pg.Client({
          ...this.address('postgres'),
          application_name: 'piaojue presence',
          keepAlive: true,
        });
        client.on('error', () => {});
        try {
          await client.connect();
          return client;
        } catch (error) {
          await client.end().catch(() => {});
          if (!isUnreachable(error)) throw error;
          // It replays what was committed before a crash; that may take its time after a power cut.
          if ((error as { code?: string }).code === '57P03') patience = Math.max(patience, Date.now() + 60_000);
        }
      }
      if (!this.isChildAlive() && !inUse(this.places.data)) {
        if (++failures > 5) throw this.failure('it ends at once');
        clearStaleLocks(this.places.data, socketLock(this.places, this.owner));
        await this.spawn();
      }
      if (Date.now() > patience) throw this.failure('it does not answer');
      await sleep(wait);
      wait = Math.min(wait * 1.5, 200);
    }
  }

  private isChildAlive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private failure(why: string): Error {
    return new Error(
      `内置数据库无法启动，见 ${this.places.log}\nThe embedded database does not start (${why}):\n${tail(this.places.log)}`,
    );
  }

  private async spawn(): Promise<void> {
    const { bin, version } = this.binaries();
    const made = readFileSync(path.join(this.places.data, 'PG_VERSION'), 'utf8').trim();
    if (made !== version.split('.')[0]) {
      throw new Error(
        `数据由 PostgreSQL ${made} 建立，本程序带的是 ${version}：请用原版本导出后再导入。\nThe data was made by PostgreSQL ${made}, this program brings ${version}: dump it with the old one and load it into the new.`,
      );
    }
    const settings = this.settings(process.platform === 'win32' ? await freePort() : undefined);
    const log = openLog(this.places.log);
    const args = [
      '-D',
      this.places.data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    const child = spawn(path.join(bin, 'postgres'), args, {
      ...this.owner,
      cwd: this.places.home,
      env: quietEnvironment,
      detached: true, // a Ctrl-C in our terminal must not reach it, nor our death
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    closeSync(log);
    child.on('error', () => {});
    child.unref();
    this.child = child;
    this.adopted = false;
  }

  private settings(tcpPort: number | undefined): Record<string, string | number> {
    return {
      ...(tcpPort
        ? { listen_addresses: '127.0.0.1', port: tcpPort }
        : {
            listen_addresses: '',
            port: 5432,
            unix_socket_directories: `"${socketFolder(this.places, this.owner)}"`,
            unix_socket_permissions: '0700',
          }),
      max_connections: this.options.maxConnections ?? 60,
      // A receipt means durable.
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      // A town's machine is small.
      shared_buffers: '32MB',
      work_mem: '4MB',
      maintenance_work_mem: '32MB',
      max_wal_size: '256MB',
      // The log of an open ballot goes when it has closed (server/ballot/traces.ts) and is not kept for use again.
      wal_recycle: 'off',
      max_parallel_workers_per_gather: 0,
      max_wal_senders: 0,
      max_logical_replication_workers: 0,
      io_method: 'sync',
      jit: 'off',
      // Secrecy of the vote: the log holds no statement, no key value and no connection, whose times could tell who cast what.
      log_min_error_statement: 'panic',
      log_error_verbosity: 'terse',
      log_statement: 'none',
      log_connections: '',
      log_disconnections: 'off',
      track_commit_timestamp: 'off',
      timezone: 'Asia/Shanghai',
      log_timezone: 'Asia/Shanghai',
    };
  }

  async stop(): Promise<'stopped' | 'left running'> {
    this.stopping = true;
    // First back, then stopped: else it would be left running by whoever was just starting it.
    if (this.recovering) await within(10_000, this.recovering);
    const client = this.presence;
    this.presence = undefined;
    if (!client) return 'left running';
    (client as unknown as { ref(): void }).ref(); // the program must not end before we are done
    try {
      await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE]);
      const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [PRESENCE]);
      if (!rows[0]!.last) return 'left running';
      // From here on a newcomer waits for the lock, loses its connection with the server, and starts it anew.
      const running = readPostmaster(this.places.data);
      if (!running) return 'left running';
      await shutDown(running.pid, this.places.data);
      return 'stopped';
    } catch (error) {
      if (isUnreachable(error)) return 'left running';
      throw error;
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/**
 * Fast shutdown: open transactions are rolled back, everything committed is on disk. The lock goes last, and the process, after its children, right
 * after it. Another one that works there by then is a newcomer's.
 */
async function shutDown(pid: number, data: string): Promise<void> {
  process.kill(pid, 'SIGINT');
  const until = Date.now() + 30_000;
  while (readPostmaster(data)?.pid === pid || isServer(pid, data)) {
    if (Date.now() > until) throw new Error('the embedded database does not stop');
    await sleep(5);
  }
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount) return;
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code !== '42P04' && code !== '23505') throw error; // another process was faster
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

const LOG_LIMIT = 10 * 1024 * 1024;

function openLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}

/** Waits for it, but no longer than so many ms. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
