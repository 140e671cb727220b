import { buildFingerprint, filesNamedIn } from '../../core/build-fingerprint.ts';

const bytesOf = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer());
const pageAddress = () => location.pathname;

const namedIn = (page: Uint8Array): string[] => filesNamedIn(new TextDecoder().decode(page));

/** Whether the page that runs is the one with these scripts: another build's scripts have other names. */
const runs = (names: readonly string[]): boolean => {
  const loaded = new Set([...document.scripts].map(({ src }) => src && new URL(src).pathname));
  return names.filter((name) => name.endsWith('.js')).some((name) => loaded.has(new URL(name, location.href).pathname));
};

async function compute(): Promise<string | undefined> {
  try {
    const page = await bytesOf(pageAddress());
    const names = namedIn(page);
    // A server with a newer build has answered: that is not what runs here.
    if (import.meta.env.PROD && !runs(names)) return undefined;
    return buildFingerprint([page, ...(await Promise.all(names.map(bytesOf)))]);
  } catch {
    return undefined;
  }
}

let computed: Promise<string | undefined> | undefined;

/**
 * The fingerprint of the program this tablet runs, the same on every tablet with the same build. Computed once: it is the build of the running page, whatever the
 * server has by now. Undefined when the files could not be read.
 */
export async function buildHash(): Promise<string | undefined> {
  computed ??= compute();
  const hash = await computed;
  if (hash === undefined) computed = undefined;
  return hash;
}

/** The scripts of the server's build when they are others than those that run here; undefined when they are the same or nobody answers. */
export async function isNewer(): Promise<string | undefined> {
  try {
    const names = namedIn(await bytesOf(pageAddress()));
    return names.length > 0 && !runs(names) ? names.join() : undefined;
  } catch {
    return undefined;
  }
}
