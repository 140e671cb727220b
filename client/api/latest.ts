/**
 * Tells answers that a later question has overtaken: `const begin = latest()`, then for each question `const current = begin()`, and take its
 * answer only if `current()`.
 */
export function latest(): () => () => boolean {
  let last = 0;
  return () => {
    const own = ++last;
    return () => own === last;
  };
}
