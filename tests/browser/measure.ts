// Measures a screen in the browser against the numbers of design.md ("The people's screens"): what a person sees and touches, not what the
// styles say. Every function answers the faults it found, in words; a good screen has none.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The kiosk's numbers, in px and as ratios. */
export interface Numbers {
  /** Least size of main text; text below `data-minor` (and in a footer) is secondary. */
  readonly main: number;
  readonly minor: number;
  /** Least contrast of main and of secondary text. */
  readonly contrast: number;
  readonly minorContrast: number;
  /** Least side of a touch target and least distance between two; 0 leaves them out. */
  readonly target: number;
  readonly gap: number;
  /** Whether the page as a whole may scroll: phones and desks, never a kiosk. */
  readonly scrolls: boolean;
  /** Most buttons that stand out as the next act (`.button.main`). */
  readonly acts: number;
}

/** design.md: main text from 24 px in four steps to 40 px. */
export const textSizes = [24, 29, 34, 40] as const;

/** The kiosk at its n-th text size (0 … 3). */
export const kioskNumbers = (size: 0 | 1 | 2 | 3): Numbers => ({
  main: textSizes[size],
  minor: 20,
  contrast: 10,
  minorContrast: 7,
  target: 60,
  gap: 8,
  scrolls: false,
  acts: 1,
});

/** A scrutineer's or the public's phone. */
export const phoneNumbers: Numbers = {
  main: 16,
  minor: 12,
  contrast: 4.5,
  minorContrast: 4.5,
  target: 44,
  gap: 0,
  scrolls: true,
  acts: 99,
};

/** Faults of the screen in front; where a dialog is open, of the dialog. */
export async function measure(page: Page, numbers: Numbers): Promise<string[]> {
  return page.evaluate(inspect, numbers);
}

/** Many faults in few lines: those that differ only in the words they were found at, or in where, are one. */
export function summed(faults: readonly { where: string; fault: string }[]): string[] {
  const kinds = new Map<string, { where: string; fault: string; times: number }>();
  for (const { where, fault } of faults) {
    const kind = fault.replace(/“[^”]*”|[\d.]+/g, '');
    const known = kinds.get(kind);
    if (known) known.times += 1;
    else kinds.set(kind, { where, fault, times: 1 });
  }
  return [...kinds.values()].map(
    ({ where, fault, times }) => `${where}: ${fault}${times > 1 ? ` (and ${times - 1} more)` : ''}`,
  );
}

/** Runs in the page. */
function inspect(numbers: Numbers): string[] {
  const faults: string[] = [];
  const say = (what: string, node: Element | Node | null) => {
    const text = (node?.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 30);
    const element = node instanceof Element ? node : node?.parentElement;
    faults.push(`${what}: <${element?.tagName.toLowerCase()} ${element?.getAttribute('class') ?? ''}> “${text}”`);
  };
  const dialogs = [...document.querySelectorAll('dialog[open], [role="dialog"], [role="alertdialog"]')];
  const scope = dialogs.at(-1) ?? document.body;
  const round = (n: number) => Math.round(n * 10) / 10;

  const shown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    !element.closest('.sr-only, [hidden]');

  type Box = { left: number; top: number; right: number; bottom: number };
  const screen: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  /** What is left of a box after everything around has cut it; and who cuts. */
  const clips = (element: Element): { box: Box; node: Element | null }[] => {
    const found: { box: Box; node: Element | null }[] = numbers.scrolls ? [] : [{ box: screen, node: null }];
    for (let node = element.parentElement; node; node = node.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(node);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      if (node === document.documentElement || node === document.body) continue;
      const r = node.getBoundingClientRect();
      // The border belongs to the node, its inside is what shows.
      found.push({
        box: {
          left: r.left + node.clientLeft,
          top: r.top + node.clientTop,
          right: r.left + node.clientLeft + node.clientWidth,
          bottom: r.top + node.clientTop + node.clientHeight,
        },
        node,
      });
      if (node === scope) break;
    }
    return found;
  };
  const outside = (a: Box, b: Box) =>
    a.left >= b.right - 1 || a.right <= b.left + 1 || a.top >= b.bottom - 1 || a.bottom <= b.top + 1;
  const sticks = (a: Box, b: Box) =>
    a.left < b.left - 1.5 || a.right > b.right + 1.5 || a.top < b.top - 1.5 || a.bottom > b.bottom + 1.5;
  /** Whether a visible button leads to what this node hides: a page further on or back. */
  const leads = (node: Element | null): boolean => {
    const around = node?.parentElement;
    if (!around) return false;
    return [...around.querySelectorAll('button:not(:disabled)')].some(
      (button) =>
        shown(button) && /下一页|上一页|往下看|往上看|更多|Next|Previous|Up|More/.test(button.textContent ?? ''),
    );
  };

  // Colours, as the browser paints them.
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true })!;
  const colours = new Map<string, number[]>();
  const colour = (css: string): number[] => {
    const known = colours.get(css);
    if (known) return known;
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = css;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    const made = [r!, g!, b!, a! / 255];
    colours.set(css, made);
    return made;
  };
  const over = (top: number[], under: number[]) =>
    top.slice(0, 3).map((c, i) => c * top[3]! + under[i]! * (1 - top[3]!));
  const light = (rgb: number[]) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const ground = (element: Element): number[] => {
    const layers: number[][] = [];
    for (let node: Element | null = element; node; node = node.parentElement) {
      const paint = colour(getComputedStyle(node).backgroundColor);
      if (paint[3]! > 0) layers.push(paint);
      if (paint[3] === 1) break;
    }
    return layers.reduceRight((under, top) => over(top, under), [255, 255, 255]);
  };
  const contrast = (element: Element): number => {
    let alpha = 1;
    for (let node: Element | null = element; node; node = node.parentElement)
      alpha *= Number(getComputedStyle(node).opacity);
    const under = ground(element);
    const ink = colour(getComputedStyle(element).color);
    const [a, b] = [light(over([ink[0]!, ink[1]!, ink[2]!, ink[3]! * alpha], under)), light(under)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };

  // Texts: large enough, dark enough, whole, and with nothing over them.
  const lines: { box: Box; parent: Element }[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!;
    if (!node.textContent?.trim() || !shown(parent) || parent.closest('svg, script, style, option')) continue;
    const minor = parent.closest('[data-minor], footer') !== null;
    const disabled = parent.closest('button:disabled, [aria-disabled="true"]') !== null;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    const around = clips(parent);
    const visible = boxes.filter((box) => !around.some((clip) => outside(box, clip.box)));
    for (const box of boxes) {
      const gone = around.filter((clip) => outside(box, clip.box));
      if (gone.length > 0) {
        if (!gone.some(({ node }) => leads(node))) say('hidden with nothing that leads there', node);
      } else {
        const cut = around.find((clip) => sticks(box, clip.box));
        // The line's box is higher than its letters: only half of what stands over counts as cut.
        const letters = Number.parseFloat(getComputedStyle(parent).fontSize);
        const slack = Math.max(0, (box.bottom - box.top - letters) / 2);
        const tight = { ...box, left: box.left, right: box.right, top: box.top + slack, bottom: box.bottom - slack };
        if (cut && sticks(tight, cut.box)) say('cut', node);
      }
    }
    if (visible.length === 0) continue;
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    const least = minor ? numbers.minor : numbers.main;
    // The tools of the head stay in one line: they begin at 24 px and grow less.
    const grows = parent.closest('header') === null;
    if (size < (grows ? least : Math.min(least, 24)) - 0.5) say(`text of ${round(size)} px, not ${least}`, node);
    const ratio = contrast(parent);
    const needed = minor ? numbers.minorContrast : numbers.contrast;
    // Hazard stripes and the like: their words stand on a plain middle that their own test looks at.
    const painted = parent.closest('[data-painted]') !== null;
    if (!disabled && !painted && ratio < needed) say(`contrast ${round(ratio)}, not ${needed}`, node);
    for (const box of visible) {
      const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      if (top && !top.contains(parent) && !parent.contains(top)) say(`under <${top.tagName} ${top.className}>`, node);
      const letters = size * 0.75;
      const middle = (box.top + box.bottom) / 2;
      lines.push({
        box: { left: box.left + 1, right: box.right - 1, top: middle - letters / 2, bottom: middle + letters / 2 },
        parent,
      });
    }
  }
  for (const [i, a] of lines.entries())
    for (const b of lines.slice(i + 1))
      if (a.parent !== b.parent && !outside(a.box, b.box)) say('text over text', b.parent);

  // Targets.
  const controls = [
    ...scope.querySelectorAll(
      'button, a[href], input:not([type=hidden]), select, textarea, summary, [role="radio"], [role="button"], [role="checkbox"], [role="tab"], [role="option"]',
    ),
  ].filter(shown);
  const boxes = controls
    .map((control) => ({ control, box: control.getBoundingClientRect() as Box }))
    .filter(({ control, box }) => !clips(control).some((clip) => outside(box, clip.box)));
  for (const [i, { control, box }] of boxes.entries()) {
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    if (numbers.target && (width < numbers.target - 0.5 || height < numbers.target - 0.5))
      say(`target of ${round(width)}×${round(height)}, not ${numbers.target}`, control);
    if (clips(control).some((clip) => sticks(box, clip.box))) say('target cut', control);
    for (const other of boxes.slice(i + 1)) {
      if (!numbers.gap || control.contains(other.control) || other.control.contains(control)) continue;
      const aside = Math.max(other.box.left - box.right, box.left - other.box.right);
      const below = Math.max(other.box.top - box.bottom, box.top - other.box.bottom);
      if (Math.max(aside, below) < numbers.gap - 0.5)
        say(`${round(Math.max(aside, below))} px from “${other.control.textContent?.trim().slice(0, 12)}”`, control);
    }
  }

  // Nothing that needs a swipe to be seen.
  if (!numbers.scrolls) {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) say('the page scrolls', document.body);
    for (const node of [scope, ...scope.querySelectorAll('*')]) {
      const { overflowX, overflowY } = getComputedStyle(node);
      const hides = (overflow: string, all: number, seen: number) => overflow !== 'visible' && all > seen + 2;
      const over =
        hides(overflowX, node.scrollWidth, node.clientWidth) || hides(overflowY, node.scrollHeight, node.clientHeight);
      if (over && shown(node) && !leads(node) && !node.closest('.sr-only') && node.tagName !== 'svg')
        say('more than it shows, and no button leads there', node);
    }
  } else if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
    say('wider than the screen', document.body);

  const acts = boxes.filter(({ control }) => control.matches('.button.main:not(:disabled)'));
  if (acts.length > numbers.acts) say(`${acts.length} acts stand out`, acts[1]!.control);
  return [...new Set(faults)];
}

/** axe-core on the screen in front: every rule of WCAG 2.2 AA and its best practices. */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    // Past the pages' own rule that only the server's scripts run.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: axe.source });
    await session.detach();
  }
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const { violations } = await run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      ({ id, help, nodes }) => `axe ${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 90)).join(' | ')})`,
    );
  });
}

export interface Stop {
  readonly name: string;
  readonly role: string;
}

/** Goes round with the Tab key once: what it stops at, in order; and stops that cannot be seen or have no name. */
export async function keyboard(page: Page): Promise<{ stops: Stop[]; faults: string[] }> {
  const stops: Stop[] = [];
  const faults: string[] = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((turn) => {
      const node = document.activeElement;
      // Past the last stop the focus leaves the page, and comes back at the first.
      if (!node || node === document.body || node === document.documentElement) return null;
      if (node.hasAttribute('data-stop')) return undefined;
      node.setAttribute('data-stop', String(turn));
      const { outlineStyle, outlineWidth } = getComputedStyle(node);
      const box = node.getBoundingClientRect();
      const labelled = node.getAttribute('aria-labelledby');
      const name =
        node.getAttribute('aria-label') ??
        (labelled ? document.getElementById(labelled)?.textContent : null) ??
        (node as HTMLInputElement).labels?.[0]?.textContent ??
        node.textContent ??
        '';
      return {
        name: name.replace(/\s+/g, ' ').trim(),
        role: node.getAttribute('role') ?? node.tagName.toLowerCase(),
        ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        inside: box.left >= -2 && box.top >= -2 && box.right <= innerWidth + 2 && box.bottom <= innerHeight + 2,
      };
    }, i);
    if (stop === null) continue;
    if (!stop) break;
    stops.push({ name: stop.name, role: stop.role });
    if (!stop.name) faults.push(`stop ${i} (${stop.role}) has no name`);
    if (!stop.ring) faults.push(`“${stop.name}” shows no focus`);
    if (!stop.inside) faults.push(`“${stop.name}” has the focus outside the screen`);
  }
  await page.evaluate(() => {
    for (const node of document.querySelectorAll('[data-stop]')) node.removeAttribute('data-stop');
  });
  return { stops, faults };
}
