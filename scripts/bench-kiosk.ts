import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { RowVote } from '../core/belenios/index.ts';
import { type Credential, type GroupName, spellCredential } from '../core/belenios/index.ts';
import { projectRoot } from '../server/database/project-root.ts';
import { inOpenHall } from '../server/rehearsal/measure.ts';

/** Milliseconds on a tablet four times slower than this machine. */
export interface KioskTimes {
  readonly group: GroupName;
  readonly candidates: number;
  /** The worker's own program encrypting the ballot, all of it at a quarter of the speed. */
  readonly encrypt: number;
  /** The reference: the public credential of a card in the same program, which is one exponentiation of the generator. */
  readonly power: number;
  /** From the tap that casts, as soon as it can be tapped, to the receipt on the screen; the worker's share counted at a quarter of the speed. */
  readonly receipt: number;
  /** The longest time the page did nothing else between opening the review and the receipt. */
  readonly gap: number;
}

const SLOWER = 4;

/** What the page keeps for us: see `watch`. */
interface Watched {
  readonly worker: string;
  readonly sealing: number;
  readonly cast: number;
  readonly receipt: number;
  readonly gap: number;
}

/** A Chromium that somebody installed, as the browser tests find it. @throws Error that says what to install */
function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(`no browser at ${executablePath}: install Chromium or set CHROMIUM_PATH`);
  if (!existsSync(path.join(projectRoot(), 'dist', 'client', 'index.html')))
    throw new Error('the pages are not built: run npm run build');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
}

/** Runs in the page before its own program: notes what its worker is asked, and once told to, taps 投出选票 and looks for the receipt at every turn. */
function watch(): void {
  const state = { worker: '', sealing: 0, cast: 0, receipt: 0, gap: 0 };
  const { Worker: Real } = globalThis;
  globalThis.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      let asked = { id: -1, at: 0 };
      const post = this.postMessage.bind(this);
      this.postMessage = (message: { id?: number; ask?: string }) => {
        if (message.ask === 'prepare') state.worker = String(url);
        if (message.ask === 'encrypt') asked = { id: message.id ?? -1, at: performance.now() };
        post(message);
      };
      this.addEventListener('message', ({ data }) => {
        if (data.id === asked.id && 'value' in data) state.sealing = performance.now() - asked.at;
      });
    }
  };
  const buttonOf = (text: string) =>
    [...document.querySelectorAll('button')].find((one) => !one.disabled && one.textContent?.includes(text));
  const measure = () =>
    new Promise((resolve) => {
      let last = performance.now();
      buttonOf('核对选票')?.click();
      const turn = () => {
        const now = performance.now();
        state.gap = Math.max(state.gap, now - last);
        last = now;
        if (state.cast === 0) {
          const button = buttonOf('投出选票');
          if (button) {
            state.cast = now;
            button.click();
          }
        } else if (document.querySelector('h1')?.textContent?.includes('选票已投出')) {
          state.receipt = now;
          resolve(state);
          return;
        }
        setTimeout(turn);
      };
      setTimeout(turn);
    });
  Object.assign(globalThis, { measureCast: measure });
}

/** Runs in a page: the built program of the worker at `url`, on the slowed main thread, since a browser slows no worker. */
async function inSlowPage(given: {
  url: string;
  election: string;
  credential: string;
  votes: readonly string[];
  powers: number;
}): Promise<{ encrypt: number; power: number }> {
  let answered = (_: { value?: unknown; error?: string }) => {};
  globalThis.postMessage = (data: { value?: unknown; error?: string }) => {
    if ('value' in data || 'error' in data) answered(data);
  };
  await import(given.url);
  const ask = (question: object) =>
    new Promise<number>((resolve, reject) => {
      const started = performance.now();
      answered = ({ error }) => (error ? reject(new Error(error)) : resolve(performance.now() - started));
      dispatchEvent(new MessageEvent('message', { data: { id: 0, ...question } }));
    });
  const { credential, votes } = given;
  await ask({ ask: 'prepare', json: given.election });
  const middle = async (count: number, question: object) => {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      // Each in a task of its own: slowing down works between them.
      await new Promise((resolve) => setTimeout(resolve, 20));
      times.push(await ask(question));
    }
    return times.sort((a, b) => a - b)[Math.floor(count / 2)] ?? 0;
  };
  const encrypt = await middle(5, { ask: 'encrypt', credential, votes });
  return { encrypt, power: await middle(given.powers, { ask: 'card', credential }) };
}

async function slowed(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

/** One deputy at the real page of a tablet, 1280×800, in a hall whose ballot is open. */
export async function measureKiosk(group: GroupName, candidates: number): Promise<KioskTimes> {
  const browser = await launch();
  try {
    return await inOpenHall({ group, candidates, deputies: 3 }, async ({ server, staff, election, ballots, cards }) => {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1280, height: 800 },
        locale: 'zh-CN',
      });
      const page = await context.newPage();
      await page.addInitScript(watch);
      await page.goto(`/kiosk/?congress=${staff.congress}`);
      await slowed(page);
      await page.getByRole('button', { name: '开始投票' }).click();
      await page.getByRole('heading', { name: '请输入票卡里面的票卡码' }).waitFor();
      await page.keyboard.type(spellCredential(cards[0]!.credential as Credential).replaceAll(/[^0-9A-Z]/g, ''));
      await page.getByRole('radiogroup', { name: /^第 1 项/ }).waitFor();
      const seen = (await page.evaluate('measureCast()')) as Watched;
      const other = await context.newPage();
      await other.goto(`/kiosk/?congress=${staff.congress}`);
      await slowed(other);
      const { credential } = cards[1]!;
      const votes: readonly RowVote[] = ballots[1]!;
      const slow = await other.evaluate(inSlowPage, { url: seen.worker, election, credential, votes, powers: 15 });
      return {
        group,
        candidates,
        ...slow,
        receipt: seen.receipt - seen.cast + Math.max(0, slow.encrypt - seen.sealing),
        gap: seen.gap,
      };
    });
  } finally {
    await browser.close();
  }
}
