import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oversight } from '../../core/contract/oversight.ts';
import type { ProjectId } from '../../core/ids.ts';
import { firstProject, type OverseeingTown, overseeingTown, photo, plan } from '../server/oversight/town.ts';
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
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('已收到。编号').waitFor();
    expect(pageErrors).toEqual([]);
  });
});
