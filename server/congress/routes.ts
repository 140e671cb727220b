import type { FastifyInstance, FastifyReply } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { congress } from '../../core/contract/congress.ts';
import { ok } from '../../core/result.ts';
import { mayDo } from '../../core/workflow/permissions.ts';
import { inTransaction } from '../database/pool.ts';
import { candidatesTemplate, rosterTemplate } from '../documents/templates.ts';
import { sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { candidatesOf, importCandidates, removeCandidate, saveCandidate } from './candidates.ts';
import { importDeputies, saveDeputy } from './deputies.ts';
import { listDeputies } from './store.ts';
import { uploadedFile } from './upload.ts';

function template(make: () => Promise<Buffer>, name: string, plain: string) {
  return async ({ reply }: { reply: FastifyReply }) => {
    const content = await make();
    // Not awaited: a reply is a promise of having been sent.
    sendFile(reply, content, { type: XLSX, name, plain });
    return ok(undefined);
  };
}

/** The roster and the candidates. */
export function registerCongressRoutes(app: FastifyInstance, services: Services): void {
  const { db } = services;

  serve(app, congress.deputies, async ({ caller }) => {
    const roster = await inTransaction(db, (trx) => listDeputies(trx, caller.congress));
    return ok(mayDo(caller.role, 'roster.save') ? roster : roster.map((one) => ({ ...one, phone: null })));
  });
  serve(app, congress.saveDeputy, ({ caller, params, body }) => saveDeputy(services, caller, params.deputy, body));
  serve(
    app,
    congress.importDeputies,
    async ({ caller, request }) => {
      const file = await uploadedFile(request);
      return file.ok ? importDeputies(services, caller, file.value) : file;
    },
    { upload: true },
  );

  serve(app, congress.rosterTemplate, template(rosterTemplate, '代表名单模板.xlsx', 'roster.xlsx'), { raw: XLSX });
  serve(app, congress.candidatesTemplate, template(candidatesTemplate, '候选项目模板.xlsx', 'candidates.xlsx'), {
    raw: XLSX,
  });

  serve(app, congress.candidates, ({ caller, params }) =>
    inTransaction(db, (trx) => candidatesOf(trx, caller.congress, params.session)),
  );
  serve(app, congress.saveCandidate, ({ caller, params, body }) =>
    saveCandidate(services, caller, params.session, params.candidate, body),
  );
  serve(app, congress.removeCandidate, async ({ caller, params }) => {
    const outcome = await removeCandidate(services, caller, params.session, params.candidate);
    return outcome.ok ? ok(done) : outcome;
  });
  serve(
    app,
    congress.importCandidates,
    async ({ caller, params, request }) => {
      const file = await uploadedFile(request);
      return file.ok ? importCandidates(services, caller, params.session, file.value) : file;
    },
    { upload: true },
  );
}
