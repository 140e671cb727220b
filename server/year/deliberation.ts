import { randomUUID } from 'node:crypto';
import { type Deliberation, deliberation } from '../../core/contract/deliberation.ts';
import type { Shortlisting } from '../../core/contract/shortlisting.ts';
import { jointMotion, remarks, withdrawal } from './content/candidates.ts';
import { dayFrom, enter, type Town } from './town.ts';

/**
 * Deliberation (domain.md section 2 row 3): papers that deputies open, remarks of every delegation, an amendment, a withdrawal, a joint motion signed
 * by the deputies' own accounts, each decided by the presidium; the method adopted, the list frozen.
 */
export async function deliberate(town: Town, { candidates }: Shortlisting): Promise<Deliberation> {
  const params = { cycle: town.cycle };
  const { presidium, government, deputies } = town;
  const byCode = (code: string) => candidates.find((one) => one.code === code)!;
  const decide = (request: string) =>
    presidium.call(deliberation.decide, { params: { ...params, request }, body: { accept: true, note: '' } });
  await town.phase('审议材料、代表意见 · papers and comments', deputies.length + remarks.length, async (tick) => {
    const paper = randomUUID();
    const list = candidates.map(({ code, title, content }) => `${code}　${title}\n${content}`).join('\n\n');
    await presidium.call(deliberation.savePaper, {
      params: { ...params, paper },
      body: { title: '民生实事候选项目说明', text: list },
    });
    await presidium.call(deliberation.publish, { params, body: { due: dayFrom(0), publish: true } });
    for (const { person } of deputies) {
      await person.call(deliberation.readPaper, { params: { ...params, paper } });
      tick();
    }
    for (const [i, { code, text }] of remarks.entries()) {
      const { person, name } = deputies[i % deputies.length]!;
      const { writesFor } = await person.call(deliberation.overview, { params });
      await person.call(deliberation.comment, {
        params: { ...params, comment: randomUUID() },
        body: {
          delegation: writesFor[0]!.id,
          candidate: code === null ? null : byCode(code).id,
          speaker: name,
          text,
        },
      });
      tick();
    }
  });
  await town.phase('修改、撤回、联名提案 · amendment, withdrawal, joint motion', 3, async (tick) => {
    const first = byCode('01');
    const amendment = randomUUID();
    const { title, place, budget, unit, finish } = first;
    const content = `${first.content}河东村三组一并接入。`;
    await government.call(deliberation.amend, {
      params: { ...params, request: amendment },
      body: {
        candidate: first.id,
        after: { title, content, place, budget: budget + 60_000, unit, finish },
        reason: '采纳代表意见，河东村三组一并接入。',
      },
    });
    await decide(amendment);
    tick();
    const request = randomUUID();
    await government.call(deliberation.askWithdrawal, {
      params: { ...params, request },
      body: { candidate: byCode(withdrawal.code).id, reason: withdrawal.reason },
    });
    await decide(request);
    tick();
    const motion = randomUUID();
    const { reason, ...values } = jointMotion;
    const [mover, ...others] = deputies;
    await mover!.person.call(deliberation.move, {
      params: { ...params, request: motion },
      body: { after: { ...values, finish: dayFrom(60) }, reason },
    });
    const { signaturesNeeded } = await presidium.call(deliberation.overview, { params });
    for (const { person } of others.slice(0, signaturesNeeded - 1))
      await person.call(deliberation.sign, { params: { ...params, request: motion }, body: { signed: true } });
    await mover!.person.call(deliberation.submit, { params: { ...params, request: motion } });
    await decide(motion);
    tick();
  });
  await presidium.call(deliberation.adopt, {
    params,
    body: { on: dayFrom(0), motion: null, note: '举手表决通过' },
  });
  await presidium.call(deliberation.freeze, { params: { ...params, freeze: randomUUID() } });
  return presidium.call(deliberation.overview, { params });
}

/** Deliberation ends. */
export const endDeliberation = (town: Town): Promise<void> => enter(town, 'ballot');
