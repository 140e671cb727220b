/** Yuan as typed: whole, with or without thousands separators, full-width digits and a trailing 元 allowed. null when it is no amount. */
export function parseYuan(typed: string): number | null {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s,，]/g, '')
    .replace(/元$/, '');
  if (!/^\d{1,14}$/.test(plain)) return null;
  const amount = Number(plain);
  return amount <= 1e13 ? amount : null;
}
