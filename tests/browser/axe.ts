import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with the page as it stands: rule, and where. Empty when nothing is. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the browser itself, so that the page's own content security policy stays as it is.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe };
    const { violations: found } = await run.run(document);
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`),
    );
  });
}
