import { createHash } from 'node:crypto';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Overview } from '../../core/contract/session.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import { err, type Result } from '../../core/result.ts';
import { defaultMethod, type Method, type MethodProblem, parseMethod } from '../../core/rules/method.ts';
import { methodProblemText } from '../../core/rules/settings.ts';
import { actorOf, append } from '../audit/append.ts';
import { ballotOf } from '../ballot/store.ts';
import { listCandidates } from '../congress/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { countCards } from './card-store.ts';
import { paperOpen } from './frozen.ts';
import { overview } from './overview.ts';
import { lockSession, type SessionRow, updateSession } from './store.ts';

/** The method the session would vote by now: what was saved, or the defaults for its number of candidates. */
export async function effectiveMethod(trx: Transaction, session: SessionRow): Promise<Method> {
  if (session.method) return session.method;
  const candidates = await listCandidates(trx, session.congress_id, session.cycle_id);
  return defaultMethod(candidates.length > 0 ? candidates.length : undefined);
}

/** Writes the method, unchecked. */
export const storeMethod = (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  method: Method,
): Promise<void> => updateSession(trx, congress, session, { method: JSON.stringify(method) });

/** What cards and keys are made for: fixed as soon as there is one of either. */
const bound = ['group', 'scrutineers', 'threshold'] as const;

/** Saves the ballot method until the ballot opens. */
export function saveMethod(
  services: Services,
  caller: Caller,
  id: SessionId,
  wanted: unknown,
): Promise<Result<Overview, Problem>> {
  return command(services.db, async (trx) => {
    const session = await lockSession(trx, caller.congress, id);
    if (!session) return err(problem('not-found'));
    const parsed = parseMethod(wanted);
    if (!parsed.ok) return err(badMethod(parsed.error));
    const method = parsed.value;
    const ballot = await ballotOf(trx, caller.congress, id, 'share');
    if (!paperOpen(ballot)) return err(problem('method-frozen'));
    const { made } = await countCards(trx, caller.congress, id);
    const begun = ballot?.state !== 'preparing' || made > 0;
    const before = await effectiveMethod(trx, session);
    if (made > 0 && before.credentials !== method.credentials) return err(problem('credentials-fixed'));
    if (begun && bound.some((key) => before[key] !== method[key])) return err(problem('group-fixed'));
    const text = canonical(method);
    if (!session.method || canonical(session.method) !== text) {
      await storeMethod(trx, caller.congress, id, method);
      await services.live.publish(trx, caller.congress, 'session');
      await services.live.publish(trx, caller.congress, 'hall');
      const sha256 = createHash('sha256').update(text).digest('hex');
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'method-saved',
        subject: { type: 'session', id },
        detail: { sha256 },
      });
    }
    return overview(trx, caller.congress, id);
  });
}

function badMethod(found: readonly MethodProblem[]): Problem {
  const texts = found.map(methodProblemText);
  return {
    code: 'bad-method',
    params: { detail: texts.map((text) => text.zh).join('；') },
    words: {
      zh: `票决办法有误：${texts.map((text) => text.zh).join('；')}。`,
      en: `The ballot method is not right: ${texts.map((text) => text.en).join('; ')}.`,
    },
  };
}

const canonical = (method: Method): string =>
  JSON.stringify(Object.fromEntries(Object.entries(method).sort(([a], [b]) => (a < b ? -1 : 1))));
