import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../server/database/project-root.ts';

type Table = Record<string, string>;
const defined = vi.hoisted(() => [] as { namespace: string; zh: Record<string, string>; en: Record<string, string> }[]);
vi.mock('../../client/i18n/index.ts', () => ({
  language: 'zh-CN',
  defineTexts: (namespace: string, zh: Table, en: Table) => {
    defined.push({ namespace, zh, en });
    return (key: string) => key;
  },
}));

const client = path.join(projectRoot(), 'client');
const files = readdirSync(client, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name))
  .map((name) => ({ name, text: readFileSync(path.join(client, name), 'utf8') }));
const isTable = (text: string): boolean =>
  /defineTexts\(\s*'/.test(text) && !text.includes('export function defineTexts');
const tables = files.filter(({ text }) => isTable(text));
const sources = files.map(({ name, text }) => ({
  name,
  // Of a file that has the table, only what it says itself.
  text: isTable(text) ? [...text.matchAll(/\bt\([^)]*\)/g)].join('\n') : text,
}));

/** Keys that stand whole in a source, and patterns of those that are put together: `act.${name}.title`. */
const literals = new Set(
  sources.flatMap(({ text }) => [...text.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, key]) => key!)),
);
const patterns = sources
  .flatMap(({ text }) => [...text.matchAll(/`([\w.-]*(?:\$\{[^`{}]*\}[\w.-]*)+)`/g)].map(([, made]) => made!))
  .map((made) => made.replace(/\./g, '\\.').replace(/\$\{[^{}]*\}/g, '[\\w.-]+'))
  // One that is nothing but what is put in says nothing.
  .filter((pattern) => pattern.replaceAll('[\\w.-]+', '') !== '')
  .map((pattern) => new RegExp(`^${pattern}$`));

/** What a sentence is filled with, but the congress: in Chinese a session's name begins with it. */
const filled = (sentence: string): string =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))]
    .filter((name) => name !== 'congress')
    .sort()
    .join();

describe('the words on the screens', async () => {
  for (const { name } of tables) await import(path.join(client, name));

  it('are found', () => {
    expect(defined.length).toBe(tables.length);
    expect(tables.length).toBeGreaterThan(20);
  });

  it('are filled with the same in both languages', () => {
    const differing = defined.flatMap(({ namespace, zh, en }) =>
      Object.keys(zh)
        .filter((key) => filled(zh[key]!) !== filled(en[key]!))
        .map((key) => `${namespace}: ${key}`),
    );
    expect(differing).toEqual([]);
  });

  it('are all said somewhere', () => {
    const unsaid = defined.flatMap(({ namespace, zh }) =>
      Object.keys(zh)
        .filter(
          (key) => !literals.has(key.replace(/_(?:one|other)$/, '')) && !patterns.some((pattern) => pattern.test(key)),
        )
        .map((key) => `${namespace}: ${key}`),
    );
    expect(unsaid).toEqual([]);
  });
});
