import { hex, sha256Bytes } from '../../core/belenios/hash.ts';

const bytesOf = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer());

/**
 * SHA-256 over the kiosk's page and, in the order the page names them, its scripts and styles; their names carry the hashes of what
 * they load in turn. The same on every tablet with the same build; `cat index.html assets/… | sha256sum` computes it elsewhere.
 */
export async function buildHash(): Promise<string | undefined> {
  try {
    const page = await bytesOf(location.pathname);
    const named = [...new TextDecoder().decode(page).matchAll(/(?:src|href)="([^"]+\.(?:js|css|ts))"/g)];
    const files = await Promise.all(named.map(([, address]) => bytesOf(address!)));
    const parts = [page, ...files];
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
