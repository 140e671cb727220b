/** One DER value: tag, length, content. */
function value(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const subtree = (name: Buffer) => value(0x30, name);
const domain = (name: string) => subtree(value(0x82, Buffer.from(name, 'ascii')));
const anyAddress = [8, 32].map((length) => subtree(value(0x87, Buffer.alloc(length))));

/**
 * NameConstraints (RFC 5280, 4.2.1.10) that permit these domains with what is below them, and every IP address; so no web site's name.
 * Written by hand because the certificate library has no class for it.
 */
export const onlyThese = (domains: readonly string[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(value(0x30, value(0xa0, ...domains.map(domain), ...anyAddress)));
