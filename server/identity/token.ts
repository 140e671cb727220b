import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { sql } from 'kysely';
import type { AccountId, CongressId } from '../../core/ids.ts';
import type { Db } from '../database/pool.ts';

/** What a sign-in token says; whether it still holds is decided by the sign_in row it names. */
export interface Token {
  readonly congress: CongressId;
  readonly account: AccountId;
  readonly signIn: string;
  /** Seconds since 1970 at which the password was given. */
  readonly began: number;
}

const issuer = 'piaojue';

/** The token as text, good for so many minutes. */
export function signToken(key: Uint8Array, token: Token, minutes: number): Promise<string> {
  return new SignJWT({ cid: token.congress, sid: token.signIn, auth_time: token.began })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setSubject(token.account)
    .setIssuedAt()
    .setExpirationTime(`${minutes} min`)
    .sign(key);
}

/** The token in a text of ours that has not expired; undefined for anything else. */
export async function readToken(
  key: Uint8Array,
  text: string,
): Promise<(Token & { readonly issued: number }) | undefined> {
  try {
    const { payload } = await jwtVerify(text, key, { algorithms: ['HS256'], issuer });
    const { sub, cid, sid, auth_time, iat } = payload;
    return {
      account: sub as AccountId,
      congress: cid as CongressId,
      signIn: sid as string,
      began: auth_time as number,
      issued: iat!,
    };
  } catch {
    return undefined;
  }
}

/** The installation's key for sign-in tokens, made the first time; the same for all processes on one database. */
export async function signInKey(db: Db): Promise<Uint8Array> {
  const fresh = randomBytes(32).toString('base64');
  const { rows } = await sql<{ value: string }>`
    insert into installation (name, value) values ('sign-in-key', ${fresh})
    on conflict (name) do update set value = installation.value
    returning value`.execute(db);
  return Buffer.from(rows[0]!.value, 'base64');
}
