import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oversight } from '../../core/contract/oversight.ts';
import type { ProjectId } from '../../core/ids.ts';
import { changeKindWords } from '../../core/workflow/change.ts';
import { firstProject, type OverseeingTown, overseeingTown, PDF, photo, plan } from '../server/oversight/town.ts';
import { type Person, startServer, type TestServer } from '../support/server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/** The unit reports with a photo, the presidium inspects, a problem is closed; the public looks on a phone and says that it is not so. */
describe('oversight', () => {
  let server: TestServer;
  let browser: Browser;
  let town: OverseeingTown;
  let project: ProjectId;
  let title = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    town = await overseeingTown(server);
    await town.presidium.call(oversight.makeElected, { params: { cycle: town.cycle } });
    project = await firstProject(town);
    const detail = await town.presidium.call(oversight.project, { params: { project } });
    title = detail.title;
    await town.government.call(oversight.plan, { params: { project }, body: plan(detail.finish!) });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  const desk = async (who: Person, place: string): Promise<Page> => {
    const { page } = await person(browser, server.url, { width: 1366, height: 768 });
    await page.request.post('/api/sign-in', {
      data: { login: who.me.account.login, password: who.password },
      headers: { origin: server.url },
    });
    await page.goto(`/console/#/${place}`);
    return page;
  };
  const fits = async (page: Page) =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  it('follows a project from its report to a problem closed', { timeout: 90_000 }, async () => {
    const unit = await desk(town.government, 'projects');
    await unit.getByRole('button', { name: title }).click();
    await unit.getByRole('button', { name: '报告进展' }).click();
    await unit.getByLabel('内容').fill('招标完成，开工');
    await unit.getByRole('checkbox', { name: '完成招标' }).check();
    await unit
      .getByLabel('添加照片')
      .setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await unit.getByLabel('阶段').waitFor();
    await picture(unit, 'oversight-report');
    await unit.getByRole('button', { name: '保存' }).click();
    await unit.getByRole('heading', { name: '第 1 号 进展报告' }).waitFor();
    await picture(unit, 'oversight-project', { fullPage: true });
    await fits(unit);

    await unit.getByRole('button', { name: '更正', exact: true }).click();
    expect(await unit.getByRole('checkbox', { name: '完成招标' }).isChecked()).toBe(true);
    await unit.getByLabel('内容').fill('招标完成，已经开工');
    await unit.getByRole('button', { name: '保存' }).click();
    await unit.getByText('招标完成，已经开工').waitFor();

    const presidium = await desk(town.presidium, 'projects');
    await presidium.getByRole('button', { name: title }).waitFor();
    await picture(presidium, 'oversight-projects');
    await presidium.getByRole('button', { name: title }).click();
    await presidium.getByRole('button', { name: '公开', exact: true }).click();
    await presidium.getByRole('button', { name: '记录检查' }).click();
    await presidium.getByLabel('内容').fill('管沟埋深不足');
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByRole('heading', { name: '第 2 号 检查记录' }).waitFor();
    await presidium.getByRole('button', { name: '提出问题或意见' }).click();
    await presidium.getByLabel('内容').fill('二组管沟重新开挖');
    await presidium.getByLabel('办理期限').fill('2099-01-01');
    await presidium.getByRole('button', { name: '保存' }).click();
    const problem = presidium.getByRole('article').filter({ has: presidium.getByRole('heading', { name: /^问题 1/ }) });
    await problem.getByRole('button', { name: '更正', exact: true }).click();
    await presidium.getByLabel('内容').fill('二组、三组管沟重新开挖');
    await presidium.getByRole('button', { name: '保存' }).click();
    await problem.getByText('二组、三组管沟重新开挖').first().waitFor();
    await presidium.getByText('报告账号：镇政府各账号').waitFor();
    await presidium.getByRole('button', { name: '报告账号' }).click();
    await presidium.getByRole('checkbox', { name: town.government.me.account.name }).check();
    await picture(presidium, 'oversight-reporters');
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByText(`报告账号：${town.government.me.account.name}`).waitFor();

    await unit.goto('/console/#/supervision');
    await unit.getByRole('button', { name: '答复', exact: true }).click();
    await unit.getByRole('textbox', { name: '答复' }).fill('已重新开挖');
    await unit
      .getByLabel('添加照片')
      .setInputFiles({ name: '开挖.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await unit.getByLabel('阶段').waitFor();
    await unit.getByRole('button', { name: '保存' }).click();
    await presidium.goto('/console/#/supervision');
    await presidium.getByRole('button', { name: '增加议题' }).click();
    await presidium.getByLabel('监督议题').fill('饮水项目集中视察');
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByRole('button', { name: '修改议题：饮水项目集中视察' }).click();
    await presidium.getByLabel('监督议题').fill('饮水项目质量视察');
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByRole('button', { name: '撤回：饮水项目质量视察' }).click();
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByText('请写明理由。').waitFor();
    await presidium.getByLabel('理由').fill('并入专项检查');
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByText('已撤回：并入专项检查').waitFor();
    await presidium.getByRole('article').getByRole('img').first().waitFor();
    await presidium.getByRole('button', { name: '核查后办结' }).click();
    await presidium.getByRole('button', { name: '保存' }).click();
    await presidium.getByText('已办结').waitFor();
    await picture(presidium, 'oversight-supervision', { fullPage: true });
    await fits(presidium);
    expect(pageErrors).toEqual([]);
  });

  it('shows the public what was published, on a phone, and takes what a citizen says', {
    timeout: 60_000,
  }, async () => {
    const { page } = await person(browser, server.url, { width: 360, height: 780 });
    await page.goto(`/public/?congress=${town.congress}`);
    await page.getByRole('link', { name: title }).waitFor();
    await picture(page, 'portal-phone');
    await fits(page);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('招标完成，已经开工').waitFor();
    await page.getByLabel('什么情况').fill('水龙头还没有水');
    await picture(page, 'portal-project-phone', { fullPage: true });
    await fits(page);
    await page.getByLabel('照片').setInputFiles({ name: '龙头.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    // The network is gone for the moment of the photo.
    await page.route('**/photos/*', (route) => route.abort(), { times: 1 });
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('已收到。编号').waitFor();
    await page.getByText('有照片没有传上去').waitFor();
    await picture(page, 'portal-photo-again', { fullPage: true });
    await fits(page);
    const kept = page.waitForResponse((response) => response.url().includes('/photos/'));
    await page.getByRole('button', { name: '再传照片' }).click();
    expect((await kept).status()).toBe(200);
    await page.getByText('有照片没有传上去').waitFor({ state: 'detached' });
    expect(pageErrors).toEqual([]);
  });

  it('a change is asked for, decided, announced by a notice that two issue, and the public reads it', {
    timeout: 90_000,
  }, async () => {
    const pdf = { name: '决定.pdf', mimeType: 'application/pdf', buffer: PDF };
    const unit = await desk(town.government, 'projects');
    await unit.getByRole('button', { name: title }).click();
    await unit.getByRole('button', { name: '申请调整' }).click();
    const form = unit.getByRole('dialog');
    await form.getByLabel('类别', { exact: true }).selectOption({ label: changeKindWords.content.zh });
    await form.getByLabel('理由').fill('七月洪水冲毁便道');
    await form.getByRole('button', { name: '保存' }).click();
    // What becomes of the project must be said.
    await form.getByText('至少一项').waitFor();
    await form.getByLabel('调整后的预算').fill('一百万');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('请填写整数元。').waitFor();
    await form.getByLabel('调整后的预算').fill('');
    await form.getByLabel('调整后的内容').fill('管网延伸至三组');
    await picture(unit, 'change-request');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'detached' });

    const presidium = await desk(town.presidium, 'changes');
    await presidium.getByText('改为：管网延伸至三组').waitFor();
    await presidium.getByRole('button', { name: '登记决定' }).click();
    const decision = presidium.getByRole('dialog');
    await decision.getByLabel('文号').fill('青溪镇人发〔2027〕3号');
    await decision.getByRole('button', { name: '保存' }).click();
    // An approval stands on a paper.
    await decision.getByText('并上传决定文件').waitFor();
    expect(await decision.getByLabel('文号').inputValue()).toBe('青溪镇人发〔2027〕3号');
    await decision.getByLabel('文件').setInputFiles(pdf);
    await presidium.waitForLoadState('networkidle');
    await decision.getByRole('button', { name: '保存' }).click();
    await presidium.getByText('已同意，待公告').waitFor();
    await fits(presidium);

    await presidium.goto('/console/#/documents');
    await presidium.getByRole('button', { name: '起草' }).click();
    const draft = presidium.getByRole('dialog');
    await draft.getByLabel('种类').selectOption({ label: '调整公告' });
    await draft.getByRole('button', { name: '起草' }).click();
    await presidium.getByRole('article').getByText('管网延伸至三组').waitFor();
    await presidium.getByRole('button', { name: '提出签发' }).click();
    await presidium.getByRole('dialog').getByLabel('文号').fill('青溪镇人公告〔2027〕2号');
    await presidium.getByRole('dialog').getByRole('button', { name: '提出签发' }).click();
    await presidium.getByText('等待确认签发').waitFor();
    await unit.goto('/console/#/documents');
    await unit.getByRole('button', { name: /关于调整.*的公告/ }).click();
    await unit.getByRole('button', { name: '确认签发' }).click();
    await unit.getByRole('dialog').getByRole('button', { name: '确认签发' }).click();
    await unit
      .getByText(/已签发/)
      .first()
      .waitFor();

    await presidium.goto('/console/#/changes');
    await presidium.getByRole('button', { name: '登记公告' }).click();
    const notice = presidium.getByRole('dialog');
    await notice.getByText('取自已签发的调整公告').waitFor();
    expect(await notice.getByLabel('文号').inputValue()).toBe('青溪镇人公告〔2027〕2号');
    await picture(presidium, 'change-notice');
    await notice.getByRole('button', { name: '保存' }).click();
    await presidium.getByText(/^公告 .*青溪镇人公告〔2027〕2号$/).waitFor();

    const { page } = await person(browser, server.url, { width: 360, height: 780 });
    await page.goto(`/public/?congress=${town.congress}`);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('青溪镇人公告〔2027〕2号').waitFor();
    await page.getByText('改为：管网延伸至三组').waitFor();
    await picture(page, 'change-public', { fullPage: true });
    await fits(page);
    expect(pageErrors).toEqual([]);
  });
});
