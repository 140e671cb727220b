import type { PublicResult } from '../contract/hall.ts';
import {
  annulledWords,
  figures,
  heading,
  heldBallots,
  heldOn,
  nameOfBallot,
  paperWords,
  paragraph,
  type SessionRecord,
} from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { numeral } from './words.ts';

/** 监票报告: what the scrutineers vouch for, read to the plenary by the chief scrutineer. */
export function scrutineersReport({ congress, session, ballots }: SessionRecord): OfficialDocument {
  const names = ballots.at(-1)!.scrutineers;
  const chief = names.find((one) => one.chief);
  const others = names.filter((one) => !one.chief).map(({ name }) => name);
  return {
    form: 'plain',
    issuer: congress.name,
    number: '',
    title: `${session.name}\n民生实事项目票决监票报告`,
    recipients: '各位代表：',
    blocks: [
      paragraph(
        `${heldOn(ballots)}，会议以无记名方式票决民生实事项目。总监票人${chief?.name ?? ''}、监票人${others.join('、')}受会议委托，对票决全过程进行了监督。现将监票情况报告如下。`,
      ),
      ...heldBallots(ballots).flatMap((one, i) =>
        one.kind === 'annulled'
          ? [heading(1, `${numeral(i + 1)}、${nameOfBallot(one.record)}`), paragraph(annulledWords(one.record))]
          : [
              heading(1, `${numeral(i + 1)}、${nameOfBallot(one.ballot)}`),
              paragraph(count(one.ballot)),
              paragraph(secrecy(one.ballot)),
              ...signed(one.ballot),
            ],
      ),
      paragraph('监票人认为，本次票决程序合法、计票准确、结果有效。特此报告。'),
      {
        kind: 'sign-here',
        lines: [`总监票人（${chief?.name ?? ''}）：`, ...others.map((name) => `监票人（${name}）：`)],
      },
    ],
    attachments: [],
    signature: '',
    date: '',
    rehearsal: session.rehearsal,
  };
}

function count(ballot: PublicResult): string {
  const f = figures(ballot);
  const elected = ballot.outcome.result.projects.filter(({ elected }) => elected).length;
  return (
    `全体代表${f.entitled}名，开始时实到${f.present}名，结束时实到${f.presentAtClose}名，法定人数为${f.quorum}名。` +
    `发出选票${f.issued}张，收回${f.returned}张，有效票${f.valid}张，废票${f.void}张，未按${f.notPressed}名。${paperWords(ballot)}` +
    `收回的选票${f.returned <= f.issued ? '不多于' : '多于'}发出的选票，${f.isValid ? '票决有效' : '票决无效'}。` +
    `应选${f.seats}个，当选${elected}个。`
  );
}

function secrecy(ballot: PublicResult): string {
  return ballot.medium === 'paper'
    ? '本次使用纸质选票。选票发出前票箱经检查为空箱；计票单由两人分别录入，经核对一致。'
    : `本次使用加密电子选票。开始前经核对，票箱为空箱，密钥指纹为${ballot.keyFingerprint ?? ''}；结束前任何人无法得知票数。` +
        `票箱封存后，${ballot.scrutineers.filter(({ decrypted }) => decrypted).length}名监票人各自在本人设备上核验全部选票、算出总和后共同解密。`;
}

function signed({ scrutineers }: PublicResult): Block[] {
  const missing = scrutineers.filter(({ certified }) => !certified).map(({ name }) => name);
  return missing.length === 0 ? [] : [paragraph(`其中${missing.join('、')}未在系统中签认。`)];
}
