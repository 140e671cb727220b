import type { FastifyInstance } from 'fastify';
import { describeEvent } from '../../core/audit/events.ts';
import { type AuditEntry, audit } from '../../core/contract/audit.ts';
import type { Role } from '../../core/contract/common.ts';
import { ok } from '../../core/result.ts';
import { roleWords } from '../../core/workflow/ballot.ts';
import type { Db } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import { readEvents } from './read.ts';
import type { AuditTables } from './schema.ts';
import { faultWords, verifyChain } from './verify.ts';

/** The record of the caller's congress: its entries, and whether the chain is whole. */
export async function auditRoutes(app: FastifyInstance, { db }: { readonly db: Db }): Promise<void> {
  serve(app, audit.entries, async ({ caller, query }) => {
    const rows = await readEvents(db, caller.congress, query);
    return ok(rows.map(entry));
  });

  serve(app, audit.check, async ({ caller }) => {
    const check = await verifyChain(db, caller.congress);
    const { whole, entries, head } = check;
    const broken = check.whole ? null : { seq: check.broken.seq, ...faultWords[check.broken.fault] };
    return ok({ whole, entries, head, broken });
  });
}

function entry(row: AuditTables['audit_event']): AuditEntry {
  const role = roleWords[row.actor.role as Role]?.zh;
  const { seq, at, kind, subject, disposition, hash } = row;
  return {
    seq,
    at: at.toISOString(),
    kind,
    zh: describeEvent(kind, 'zh'),
    en: describeEvent(kind, 'en'),
    actor: role ? `${row.actor.name}（${role}）` : row.actor.name,
    subject: subject ? `${subject.type} ${subject.id}` : '',
    disposition,
    hash,
  };
}
