const digits = '零一二三四五六七八九';
const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Chinese numerals up to 九十九 as figures, so that 第二代表团 comes before 第三代表团 and both before 第十代表团. */
const withFigures = (text: string): string =>
  text.replace(/[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]/g, (numeral) => {
    const [tens, units] = numeral.split('十') as [string, string | undefined];
    if (units === undefined) return String(digits.indexOf(tens));
    return String((tens === '' ? 1 : digits.indexOf(tens)) * 10 + (units === '' ? 0 : digits.indexOf(units)));
  });

/** The order in which people expect names, numbers and codes with figures in them. */
export const compareNatural = (a: string, b: string): number => collator.compare(withFigures(a), withFigures(b));
