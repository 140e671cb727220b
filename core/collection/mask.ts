/** Contacts as they are shown to those who have not asked for them in full. */

/** The surname alone, or the first character: 张**, 欧*. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name];
  return first === undefined ? '' : first + '*'.repeat(Math.max(1, Math.min(rest.length, 3)));
}

/** The first three and the last four figures of a long number, else the last two: 138****1234. */
export function maskPhone(phone: string): string {
  const plain = phone.replace(/\s/g, '');
  if (plain === '') return '';
  return plain.length >= 9
    ? `${plain.slice(0, 3)}****${plain.slice(-4)}`
    : `${'*'.repeat(Math.max(3, plain.length - 2))}${plain.slice(-2)}`;
}
