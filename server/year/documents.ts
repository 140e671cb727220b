import { randomUUID } from 'node:crypto';
import { documents } from '../../core/contract/documents.ts';
import type { DocumentId, SessionId } from '../../core/ids.ts';
import { dayFrom, type Town } from './town.ts';

/** Publication (domain.md section 2 row 5): the documents of a session, drawn up from the record and issued by two people. */
export async function issueDocuments(town: Town, session: SessionId): Promise<void> {
  const { presidium, scrutineers } = town;
  const kinds = ['notice', 'tally', 'scrutiny', 'attendance'] as const;
  await town.phase('公告和报告 · documents', kinds.length, async (tick) => {
    for (const [i, kind] of kinds.entries()) {
      const params = { document: randomUUID() as DocumentId };
      const { revision } = await presidium.call(documents.draft, { params, body: { kind, session, cycle: null } });
      const body = { revision, number: `${town.name}人〔${town.year}〕${i + 1}号`, date: dayFrom(0) };
      const proposed = await presidium.call(documents.propose, { params, body });
      await scrutineers[0]!.person.call(documents.confirm, { params, body: { revision: proposed.revision } });
      tick();
    }
  });
}
