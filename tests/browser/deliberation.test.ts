import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { congress as congressRoutes } from '../../core/contract/congress.ts';
import { cycle as cycles } from '../../core/contract/cycle.ts';
import { deliberation } from '../../core/contract/deliberation.ts';
import { identity } from '../../core/contract/identity.ts';
import type { AccountId, CandidateId, CycleId, DeputyId } from '../../core/ids.ts';
import { couldOpen } from '../../server/ballot/open.ts';
import { ballotOf } from '../../server/ballot/store.ts';
import { inTransaction } from '../../server/database/pool.ts';
import { linkDeputy } from '../../server/identity/store.ts';
import { type Person, sampleTown, signIn, startServer, type TestServer, type Town } from '../support/server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/** Papers, comments, an amendment, a joint motion and a withdrawal, each by their own people; the method; and the list that is frozen. */
describe('deliberation through its pages', () => {
  let server: TestServer;
  let browser: Browser;
  let town: Town;
  let cycle: CycleId;
  let presidium: Page;
  let government: Page;
  let deputy: Page;
  let delegation = '';
  const deputies: Person[] = [];
  const name = '镇区公厕改造';

  const signedIn = async ({ me, password }: Person, size: { width: number; height: number }): Promise<Page> => {
    const { page } = await person(browser, server.url, size);
    const data = { login: me.account.login, password };
    await page.request.post('/api/sign-in', { data, headers: { origin: server.url } });
    return page;
  };
  const look = async (page: Page, file: string, fullPage = false) => {
    await picture(page, file, { fullPage });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  };
  const closed = (page: Page) => expect.poll(() => page.getByRole('dialog').count(), { timeout: 30_000 }).toBe(0);
  /** A request as the pages show it. */
  const request = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });
  const accept = async (asked: ReturnType<typeof request>) => {
    const button = asked.getByRole('button', { name: '主席团同意' });
    await button.click();
    await button.waitFor({ state: 'detached' });
    await asked.getByText('主席团同意', { exact: true }).waitFor();
  };
  const candidates = async () =>
    (await town.as('presidium')).call(congressRoutes.candidates, { params: { session: town.session } });

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    town = await sampleTown(server);
    const [staff, administrator] = [await town.as('presidium'), await town.as('administrator')];
    cycle = (await staff.call(cycles.cycles)).find(({ year }) => year === 2027)!.id;
    await staff.call(cycles.start, { params: { cycle }, body: { year: 2027, stage: 'deliberation', note: '' } });
    // Five deputies of one delegation with accounts of their own.
    const linked = await server.database.db.selectFrom('account').select('deputy_id as id').execute();
    const roster = (await staff.call(congressRoutes.deputies)).filter(
      (one) => one.inOffice && !linked.some(({ id }) => id === one.id),
    );
    delegation = roster.at(-1)!.delegation;
    for (const { id, name: called } of roster.filter((one) => one.delegation === delegation).slice(-5)) {
      const [account, login] = [randomUUID(), `d-${randomUUID().slice(0, 8)}`];
      await administrator.call(identity.saveAccount, {
        params: { account },
        body: { login, name: called, role: 'deputy', active: true, password: 'a good password' },
      });
      await inTransaction(server.services.db, (trx) =>
        linkDeputy(trx, town.congress, account as AccountId, id as DeputyId),
      );
      deputies.push(await signIn(server, login, 'a good password'));
    }
    const size = { width: 1366, height: 768 };
    [presidium, government, deputy] = await Promise.all([
      signedIn(staff, size),
      signedIn(await town.as('government'), size),
      signedIn(deputies[0]!, { width: 390, height: 844 }),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('papers are published, a deputy reads them on the phone, and the presidium sees it', async () => {
    await presidium.goto('/console/#/deliberation');
    await presidium.getByRole('button', { name: '添加材料' }).click();
    await presidium.getByLabel('标题').fill('候选项目说明');
    await presidium.getByLabel('正文（可只附文件）').fill('候选项目共 12 个，拟票决确定 10 个，请各代表团审议。');
    await presidium.getByRole('button', { name: '保存', exact: true }).click();
    await closed(presidium);
    await presidium.getByLabel('应送达日期').fill('2099-01-01');
    await presidium.getByRole('button', { name: '发布给代表' }).click();
    await presidium.getByText('0 / 60 名代表已阅').waitFor();
    await deputy.goto('/deputy/');
    await deputy.getByRole('button', { name: '审议材料' }).click();
    await deputy.getByRole('button', { name: '阅读' }).click();
    await deputy.getByText('请各代表团审议。').waitFor();
    await deputy.getByText('已阅', { exact: true }).waitFor();
    await presidium.getByText('1 / 60 名代表已阅').waitFor();
    await presidium.getByRole('row', { name: new RegExp(`^${delegation} 1 / `) }).waitFor();
  }, 60_000);

  it('the recorder writes down what a delegation says; a deputy takes back a comment of one’s own', async () => {
    await presidium
      .getByLabel(`${delegation} 记录人`)
      .selectOption({ label: (await town.as('government')).me.account.name });
    await government.goto('/console/#/deliberation');
    await government.getByLabel('针对的项目').selectOption({ index: 1 });
    await government.getByLabel('发言代表').fill('周代表');
    await government.getByLabel('意见', { exact: true }).fill('建议优先安排，并把管网一次做到三组。');
    await government.getByRole('button', { name: '记录意见' }).click();
    await presidium.getByText('建议优先安排，并把管网一次做到三组。').waitFor();
    await deputy.getByLabel('意见', { exact: true }).fill('预算偏高，请核实。');
    await deputy.getByRole('button', { name: '提交意见' }).click();
    const own = deputy.getByRole('listitem').filter({ hasText: '预算偏高，请核实。' });
    await own.getByRole('button', { name: '撤回意见' }).click();
    await own.getByLabel('撤回的理由').fill('已当面说明');
    await own.getByRole('button', { name: '撤回意见' }).click();
    await deputy.getByText('意见已撤回。').waitFor();
    await own.waitFor({ state: 'detached' });
    // Taken back, it is still on record.
    await presidium.getByText('已撤回：已当面说明').waitFor();
  }, 60_000);

  it('an amendment shows before and after, and takes effect with the presidium’s consent', async () => {
    await government.getByRole('button', { name: '提请修改' }).click();
    const dialog = government.getByRole('dialog');
    await dialog.getByLabel('预算（元）').fill('880000');
    await dialog.getByLabel('理由').fill('按勘测调整');
    await look(government, 'deliberation-amend');
    await dialog.getByRole('button', { name: '提请修改' }).click();
    await closed(government);
    const asked = request(presidium, '按勘测调整');
    await asked.getByText('改为').waitFor();
    expect(await asked.locator('ins').innerText()).toBe('88 万元');
    await accept(asked);
    expect((await candidates())[0]).toMatchObject({ budget: 880_000 });
  }, 60_000);

  it('five deputies move a project jointly, each by their own account; the presidium puts it on the list', async () => {
    await deputy.getByRole('button', { name: '提出一个项目' }).click();
    await deputy.getByText('镇的人民代表大会代表五人以上联名').waitFor();
    await deputy.getByLabel('项目名称').fill(name);
    await deputy.getByLabel('建设内容').fill('改造公厕 4 座');
    await deputy.getByLabel('预计投资（元）').fill('400000');
    await deputy.getByLabel('提出的理由').fill('群众反映强烈');
    await look(deputy, 'deliberation-deputy-motion', true);
    await deputy.getByRole('button', { name: '提出并联名' }).click();
    await deputy.getByText(/已联名 1 名（须 5 名）/).waitFor();
    expect(await deputy.getByRole('button', { name: '提交主席团' }).isDisabled()).toBe(true);
    const { requests } = await deputies[0]!.call(deliberation.overview, { params: { cycle } });
    const params = { cycle, request: requests.find(({ kind }) => kind === 'motion')!.id };
    for (const one of deputies.slice(1, 4)) await one.call(deliberation.sign, { params, body: { signed: true } });
    // The fifth signs on the computer of the office, whose picture is looked at too.
    const fifth = await signedIn(deputies[4]!, { width: 1280, height: 800 });
    await fifth.goto('/deputy/');
    await fifth.getByText('有 1 件联名提出的项目正在征集签名。').waitFor();
    await fifth.getByRole('button', { name: '去看看' }).click();
    await fifth.getByRole('button', { name: '我要联名' }).click();
    await fifth.getByText(/已联名 5 名（须 5 名）/).waitFor();
    await look(fifth, 'deliberation-deputy-wide', true);
    await fifth.context().close();
    await deputy.reload();
    await deputy.getByRole('button', { name: '审议材料' }).click();
    await deputy.getByRole('button', { name: '提交主席团' }).click();
    await deputy.getByText('已提交，等待主席团决定').waitFor();
    const moved = request(presidium, name);
    await moved.getByText('联名 5 名（须 5 名以上）').waitFor();
    await accept(moved);
    await presidium.getByRole('listitem').filter({ hasText: name }).waitFor();
    expect((await candidates()).at(-1)).toMatchObject({ title: name, code: '13' });
  }, 60_000);

  it('a candidate is withdrawn with the presidium’s consent', async () => {
    const last = (await candidates()).at(-2)!;
    await government.getByRole('button', { name: '提请撤回' }).click();
    const dialog = government.getByRole('dialog');
    await dialog.getByLabel('候选项目').selectOption({ label: `${last.code} ${last.title}` });
    await dialog.getByLabel('理由').fill('用地未获批');
    await dialog.getByRole('button', { name: '提请撤回' }).click();
    await closed(government);
    const asked = request(presidium, '用地未获批');
    await accept(asked);
    expect((await candidates()).some(({ id }) => id === last.id)).toBe(false);
  }, 60_000);

  it('the method’s adoption is recorded, and corrected with the reason', async () => {
    await presidium.getByLabel('通过日期').fill('2027-01-10');
    await presidium.getByLabel('说明').fill('全体会议举手通过');
    await presidium.getByRole('button', { name: '登记通过' }).click();
    await presidium.getByText('2027年1月10日 通过。全体会议举手通过').waitFor();
    await presidium.getByRole('button', { name: '更正登记' }).click();
    await presidium.getByLabel('通过日期').fill('2027-01-11');
    expect(await presidium.getByRole('button', { name: '保存更正' }).isDisabled()).toBe(true);
    await presidium.getByLabel('更正的理由').fill('日期登记有误');
    await presidium.getByRole('button', { name: '保存更正' }).click();
    await presidium.getByText('2027年1月11日 通过。全体会议举手通过').waitFor();
  }, 60_000);

  it('the list is frozen, and a difference is refused', async () => {
    await presidium.getByRole('button', { name: '锁定名单' }).click();
    await presidium.getByText(/锁定，共 12 个/).waitFor();
    await presidium.getByText('修改记录').click();
    await presidium.getByText('更正票决办法通过的登记').waitFor();
    await presidium.evaluate(() => scrollTo(0, 0));
    await look(presidium, 'console-deliberation');
    await picture(presidium, 'console-deliberation-whole', { fullPage: true });
    const { page: phone } = await person(browser, server.url, { width: 360, height: 740 });
    await phone.goto(`/public/?congress=${town.congress}`);
    await phone.getByRole('heading', { name: /候选项目（12）/ }).waitFor();
    await look(phone, 'deliberation-public');
    await phone.context().close();
    await government.getByRole('button', { name: '提请修改' }).waitFor({ state: 'detached' });
    await deputy.reload();
    await deputy.getByRole('button', { name: '审议材料' }).click();
    await deputy.getByText('提交票决的名单已经锁定').waitFor();
    // Deputies see what was changed and withdrawn, too.
    await deputy.getByText('预算：').getByText('88 万元').waitFor();
    await deputy.getByText('用地未获批').waitFor();
    await look(deputy, 'deliberation-deputy', true);
    const [first] = await candidates();
    const { id, position: _, ...body } = first!;
    const put = await presidium.request.put(`/api/sessions/${town.session}/candidates/${id}`, {
      data: { ...body, budget: body.budget + 1 },
      headers: { origin: server.url },
    });
    expect([put.status(), (await put.json()).code]).toEqual([409, 'list-frozen']);
    // Changed behind the program's back, the ballot says so and does not open.
    await server.database.db
      .updateTable('candidate')
      .set({ budget: body.budget + 7 })
      .where('id', '=', id as CandidateId)
      .execute();
    const could = await inTransaction(server.services.db, async (trx) =>
      couldOpen(trx, (await ballotOf(trx, town.congress, town.session))!),
    );
    expect(could.ok ? 'ok' : could.error.code).toBe('list-differs');
    const [download] = await Promise.all([
      presidium.waitForEvent('download'),
      presidium.getByRole('link', { name: '审议记录' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('审议记录.docx');
    expect(pageErrors).toEqual([]);
  }, 60_000);
});
