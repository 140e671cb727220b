import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { closedToOthers } from './database/embedded-owner.ts';
import { projectRoot } from './database/project-root.ts';
import { type Host, readHosts } from './network/hosts.ts';

const flag = z.enum(['0', '1', 'false', 'true', 'no', 'yes']).transform((text) => ['1', 'true', 'yes'].includes(text));

/** How many proxies stand in front: a number, or yes for one and no for none. */
const hops = z.union([z.coerce.number().int().min(0).max(10), flag.transform(Number)]);

/** Each setting is an environment variable; an empty one counts as not set. */
const Settings = z.object({
  /** Port of the web server; 0 takes any free one. */
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  /** Address to listen on without the hall's network: `localhost` for a first try on this machine, `0.0.0.0` behind a proxy. */
  HOST: z.string().min(1).default('localhost'),
  /**
   * The hall's network: HTTPS for every device on HTTPS_PORT, the certificate's page on PORT, on all addresses whatever HOST says. Goes
   * before what was chosen on the console: 1 turns it on as `npm start -- --hall` does, 0 keeps it off.
   */
  HALL: flag.optional(),
  /** Port of the hall's HTTPS; 0 takes any free one. */
  HTTPS_PORT: z.coerce.number().int().min(0).max(65535).default(8443),
  /** Addresses and names at which the hall reaches this machine, with commas, where its own network cards do not tell: behind a port forward, in a container. */
  HALL_ADDRESSES: z
    .string()
    .transform((text, context) => {
      const hosts = readHosts(text);
      if (hosts.ok) return hosts.value;
      context.addIssue({ code: 'custom', message: hosts.error });
      return z.NEVER;
    })
    .optional(),
  /** Where others reach this installation, `https://vote.example.cn`, where a proxy or a domain name stands before it; else the machine's own addresses are found. */
  PUBLIC_URL: z
    .string()
    .transform((text, context) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      // An origin and nothing more: pages add their own paths.
      if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
      context.addIssue({ code: 'custom', message: 'https://vote.example.cn' });
      return z.NEVER;
    })
    .optional(),
  /** Folder of everything that must be kept: database, keys, certificates. */
  DATA_DIR: z.string().min(1).optional(),
  /** A PostgreSQL of one's own (15 or later), `postgres://user:password@host:5432/name`; without it the embedded one runs. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+/, 'postgres://user:password@host:5432/name')
    .optional(),
  /** Connections to the database of one process. */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  /**
   * How many proxies of our own stand in front and set X-Forwarded-For and -Proto. Only what they wrote is believed: what a caller wrote
   * before them would let it choose its address, and escape every limit per address.
   */
  TRUST_PROXY: hops.default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** The hall's network on or off; undefined leaves it to the choice made on the console. */
  readonly hall: boolean | undefined;
  readonly httpsPort: number;
  /** Instead of the addresses that the machine finds. */
  readonly hallAddresses: readonly Host[] | undefined;
  /** The origin by which others reach this installation, given by setting. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  /** Proxies in front that are believed; 0 for none. */
  readonly trustProxy: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** A setting is wrong; the message names each, in Chinese and English. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads the settings. @throws ConfigError */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(Settings.shape).map((name) => [name, environment[name]?.trim() || undefined]),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      // A URL may hold a password: it is never repeated.
      const value = name === 'DATABASE_URL' ? '' : ` = ${JSON.stringify(given[name])}`;
      return `  ${name}${value}: ${issue.message}`;
    });
    throw new ConfigError(`环境变量设置有误 · wrong setting:\n${lines.join('\n')}`);
  }
  const settings = parsed.data;
  if (settings.PORT === settings.HTTPS_PORT && settings.PORT !== 0)
    throw new ConfigError(`环境变量设置有误 · wrong setting:
  HTTPS_PORT = ${settings.HTTPS_PORT}: 须与 PORT 不同 · must differ from PORT`);
  return {
    port: settings.PORT,
    host: settings.HOST,
    hall: settings.HALL,
    httpsPort: settings.HTTPS_PORT,
    hallAddresses: settings.HALL_ADDRESSES,
    publicUrl: settings.PUBLIC_URL,
    dataDir: path.resolve(settings.DATA_DIR ?? defaultDataDir()),
    databaseUrl: settings.DATABASE_URL,
    databasePool: settings.DATABASE_POOL,
    trustProxy: settings.TRUST_PROXY,
    logLevel: settings.LOG_LEVEL,
  };
}

/** `data/` in the project; for root `/var/lib/piaojue` when the ordinary user who runs the database could not get into the project. */
function defaultDataDir(): string {
  const own = path.join(projectRoot(), 'data');
  const root = process.geteuid?.() === 0;
  return root && !existsSync(path.join(own, 'postgres')) && closedToOthers(own) ? '/var/lib/piaojue' : own;
}

/** Reads the settings, or says what is wrong and ends the program with exit code 2. */
export function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
