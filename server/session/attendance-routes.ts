import type { FastifyInstance } from 'fastify';
import { session } from '../../core/contract/session.ts';
import { ok } from '../../core/result.ts';
import { inTransaction } from '../database/pool.ts';
import { attendanceWorkbook } from '../documents/attendance.ts';
import { sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { attendanceOf, excuseDeputy, markDeputies, signDeputyIn } from './attendance.ts';
import { attendanceSheet } from './attendance-sheet.ts';
import { removeSitting, saveRule, saveSitting } from './sittings.ts';

/** Who is here, who was, and the half days. */
export function registerAttendanceRoutes(app: FastifyInstance, services: Services): void {
  const { db } = services;
  serve(app, session.attendance, ({ caller, params }) =>
    inTransaction(db, (trx) => attendanceOf(trx, caller.congress, params.session)),
  );
  serve(app, session.signDeputyIn, ({ caller, params, body }) =>
    signDeputyIn(services, caller, params.session, params.deputy, body),
  );
  serve(app, session.markMany, ({ caller, params, body: { deputies, ...wanted } }) =>
    markDeputies(services, caller, params.session, deputies, wanted),
  );
  serve(app, session.excuse, ({ caller, params, body }) =>
    excuseDeputy(services, caller, params.session, params.deputy, body.reason),
  );
  const sheetFor = (
    caller: { congress: Parameters<typeof attendanceSheet>[1] },
    id: Parameters<typeof attendanceSheet>[2],
  ) => inTransaction(db, (trx) => attendanceSheet(trx, caller.congress, id), { isolation: 'repeatable read' });
  serve(app, session.attendanceSheet, ({ caller, params }) => sheetFor(caller, params.session));
  serve(
    app,
    session.attendanceWorkbook,
    async ({ caller, params, reply }) => {
      const sheet = await sheetFor(caller, params.session);
      if (!sheet.ok) return sheet;
      const content = await attendanceWorkbook(sheet.value, sheet.value.session);
      sendFile(reply, content, { type: XLSX, name: `${sheet.value.session}出席情况.xlsx`, plain: 'attendance.xlsx' });
      return ok(undefined);
    },
    { raw: XLSX },
  );
  serve(app, session.saveSitting, ({ caller, params, body }) =>
    saveSitting(services, caller, params.session, { id: params.sitting, ...body }),
  );
  serve(app, session.removeSitting, ({ caller, params }) =>
    removeSitting(services, caller, params.session, params.sitting),
  );
  serve(app, session.saveAttendanceRule, ({ caller, params, body }) =>
    saveRule(services, caller, params.session, body),
  );
}
