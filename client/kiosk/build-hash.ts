import { hex, sha256Bytes } from '../../core/belenios/hash.ts';

const bytesOf = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer());
const pageAddress = () => location.pathname;

/** The scripts and styles that a page names, in its order; their names carry the hashes of what they load in turn. */
const namedIn = (page: Uint8Array): string[] =>
  [...new TextDecoder().decode(page).matchAll(/(?:src|href)="([^"]+\.(?:js|css|ts))"/g)].map(([, address]) => address!);

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
    const parts = [page, ...(await Promise.all(names.map(bytesOf)))];
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return hex(sha256Bytes(whole)).slice(0, 16).toUpperCase();
  } catch {
    return undefined;
  }
}

let computed: Promise<string | undefined> | undefined;

/**
 * SHA-256 over the kiosk's page and, in the order the page names them, its scripts and styles. The same on every tablet with the same
 * build; `cat index.html assets/… | sha256sum` computes it elsewhere. Computed once: it is the build of the running page, whatever the
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
