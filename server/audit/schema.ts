import type { AuditActor, AuditSubject, Detail } from '../../core/audit/chain.ts';

/** Rows of migrations/0002_audit.sql. */
export interface AuditTables {
  audit_event: {
    congress_id: string;
    seq: number;
    at: Date;
    kind: string;
    actor: AuditActor;
    subject: AuditSubject | null;
    detail: Detail;
    disposition: string;
    previous: string;
    hash: string;
  };
  audit_head: { congress_id: string; seq: number; hash: string };
}
