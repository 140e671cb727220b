import { setImmediate } from 'node:timers/promises';
import type { Group } from '../../core/belenios/index.ts';
import type { Problem } from '../../core/contract/problems.ts';
import type { Cards } from './card-store.ts';

/** How long the checks may hold up everything else this process does, in milliseconds. */
const SLICE = 10;

/**
 * What is wrong with a batch: a serial or credential twice, a card without a credential for each of the session's elections, or a
 * credential that is no member of the group. A credential that is none would make the election's archive unverifiable for everybody.
 */
export async function checkBatch(cards: Cards, elections: number, group: Group): Promise<Problem | undefined> {
  const serials = new Set<string>();
  const credentials = new Set<string>();
  let pause = Date.now() + SLICE;
  for (const { serial, credentials: own } of cards) {
    if (serials.has(serial)) return bad(`序号 ${serial} 重复`, `serial ${serial} is there twice`);
    serials.add(serial);
    if (own.length !== elections)
      return bad(
        `票卡 ${serial} 应有 ${elections} 个公开凭证，实有 ${own.length} 个`,
        `card ${serial} has ${own.length} public credentials, not ${elections}`,
      );
    for (const text of own) {
      if (credentials.has(text))
        return bad(`票卡 ${serial} 的公开凭证与另一个重复`, `a public credential of card ${serial} is there twice`);
      credentials.add(text);
      const element = group.parse(text);
      if (!element || group.equal(element, group.identity))
        return bad(
          `票卡 ${serial} 的公开凭证不属于本次会议的加密群组 ${group.name}`,
          `a public credential of card ${serial} is no member of the session's group ${group.name}`,
        );
      if (Date.now() > pause) {
        await setImmediate();
        pause = Date.now() + SLICE;
      }
    }
  }
  return undefined;
}

const bad = (zh: string, en: string): Problem => ({
  code: 'bad-cards',
  params: { detail: zh },
  words: {
    zh: `票卡数据有误：${zh}。请在制卡页面重新制作。`,
    en: `The cards are not right: ${en}. Make them again on the cards page.`,
  },
});
