// A deputy at a tablet, as the browser tests play one.
import type { Page } from 'playwright-core';
import { type Credential, spellCredential } from '../../core/belenios/index.ts';

export const sizes = {
  tablet: { width: 1280, height: 800 },
  small: { width: 1024, height: 768 },
  portrait: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
} as const;

/** What the deputy does, in the words on the screen. */
export class Tablet {
  constructor(readonly page: Page) {}

  heading(name: string) {
    return this.page.getByRole('heading', { name });
  }
  press(name: string | RegExp) {
    return this.page.getByRole('button', { name }).click();
  }
  /** Opens the kiosk of a congress. */
  async open(congress: string, more = ''): Promise<void> {
    await this.page.goto(`/kiosk/?congress=${congress}${more}`);
  }
  /** Waits until the page would start without a network. */
  async installed(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }
  /** Types a card's code, as a scanner with a keyboard does. */
  async type(secret: Credential): Promise<void> {
    await this.press('开始投票');
    await this.heading('请输入票卡里面的票卡码').waitFor();
    await this.page.keyboard.type(spellCredential(secret).replaceAll(/[^0-9A-Z]/g, ''));
  }
  /** To the ballot. */
  async begin(secret: Credential): Promise<void> {
    await this.type(secret);
    await this.marking();
  }
  marking() {
    return this.page.getByRole('radiogroup', { name: /^第 1 项/ }).waitFor();
  }
  choice(number: number, name: string) {
    return this.page.getByRole('radiogroup', { name: new RegExp(`^第 ${number} 项`) }).getByRole('radio', { name });
  }
  /** From the ballot to the button that casts it. */
  async review(): Promise<void> {
    await this.press('核对选票');
    await this.heading('请核对您的选票').waitFor();
  }
  async cast(): Promise<void> {
    await this.review();
    await this.press('投出选票');
  }
  /** The receipt or check number in front. */
  async tracker(): Promise<string> {
    return (await this.page.locator('.tracker span').allTextContents()).join('');
  }
  async kept(): Promise<{ tracker: string; state: string }[]> {
    return this.page.locator('main section section').evaluateAll((rows) =>
      rows.map((row) => ({
        tracker: (row.querySelector('h2')?.textContent ?? '').replaceAll(' ', ''),
        state: row.querySelector('strong')?.textContent ?? '',
      })),
    );
  }
}
