const localNames = ['localhost', '127.0.0.1', '[::1]'];

/** The public page's address for phones, of one election where given; undefined where this page's own names only this computer. */
export function publicAddress(election?: string): string | undefined {
  if (localNames.includes(location.hostname)) return undefined;
  return `${location.origin}/public/${election ? `?election=${election}` : ''}`;
}
