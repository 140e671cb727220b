import { describe, expect, it } from 'vitest';
import { type Built, entryOf, ownFiles, workerName } from '../../../scripts/kiosk-shell.ts';

const files: Built[] = [
  {
    name: 'kiosk/index.html',
    content: '<script src="/assets/kiosk-AAAA.js"></script><link href="/assets/kiosk-BBBB.css">',
  },
  { name: 'console/index.html', content: '<script src="/assets/console-CCCC.js"></script>' },
  {
    name: 'assets/kiosk-AAAA.js',
    content: 'import"./shared-DDDD.js";new Worker(new URL("/kiosk/assets/encrypt-EEEE.js",import.meta.url))',
  },
  { name: 'assets/shared-DDDD.js', content: 'import("./late-FFFF.js")' },
  { name: 'assets/late-FFFF.js', content: 'fetch("/assets/reader-GGGG.wasm")' },
  { name: 'assets/reader-GGGG.wasm', content: new Uint8Array([0]) },
  { name: 'assets/kiosk-BBBB.css', content: '' },
  { name: 'assets/console-CCCC.js', content: 'import"./shared-DDDD.js"' },
  { name: 'kiosk/assets/encrypt-EEEE.js', content: '' },
];

describe('the files a tablet keeps', () => {
  it('are all that the kiosk loads, early or late, and nothing of the other pages', () => {
    expect(ownFiles(files).map(({ name }) => name)).toEqual([
      'assets/kiosk-AAAA.js',
      'assets/kiosk-BBBB.css',
      'assets/late-FFFF.js',
      'assets/reader-GGGG.wasm',
      'assets/shared-DDDD.js',
      'kiosk/assets/encrypt-EEEE.js',
      'kiosk/index.html',
    ]);
  });

  it('have an address, and a hash where the address has none', () => {
    expect(entryOf(files[0]!)).toEqual({ url: '/kiosk/', revision: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(entryOf({ ...files[0]!, content: 'other' }).revision).not.toBe(entryOf(files[0]!).revision);
    expect(entryOf(files[2]!)).toEqual({ url: '/assets/kiosk-AAAA.js', revision: null });
  });

  it('do not build with a worker where its script would not come from the cache', () => {
    const bad = files.map((file) =>
      file.name === 'assets/late-FFFF.js'
        ? { ...file, content: 'new Worker(new URL("/assets/scan-HHHH.js",import.meta.url))' }
        : file,
    );
    expect(() => ownFiles(bad)).toThrow('assets/scan-HHHH.js');
    expect(workerName({ facadeModuleId: `${process.cwd()}/client/kiosk/encrypt-worker.ts` })).toMatch(/^kiosk\/assets/);
    expect(workerName({ facadeModuleId: `${process.cwd()}/client/ui/scan/scan-worker.ts` })).toMatch(/^kiosk\/assets/);
    expect(workerName({ facadeModuleId: `${process.cwd()}/client/scrutineer/worker.ts` })).toMatch(/^assets/);
  });
});
