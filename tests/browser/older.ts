/**
 * Run in every page of the tests before its own scripts: takes away what came after the browsers that the pages are built for
 * (`build.target` in vite.config.ts), so that a page which needs it fails here and not on a town's tablet. Workers keep theirs, and the test's own
 * driver `checkVisibility`.
 */
export function olderBrowser(): void {
  const gone: [object | undefined, string[]][] = [
    [AbortSignal, ['timeout', 'any']],
    [Array, ['fromAsync']],
    [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with']],
    [HTMLElement.prototype, ['showPopover', 'hidePopover', 'togglePopover']],
    [Map, ['groupBy']],
    [Object, ['groupBy']],
    [Promise, ['try', 'withResolvers']],
    [Set.prototype, ['difference', 'intersection', 'isSubsetOf', 'isSupersetOf', 'symmetricDifference', 'union']],
    [String.prototype, ['isWellFormed', 'toWellFormed']],
    [URL, ['canParse', 'parse']],
    [Uint8Array, ['fromBase64', 'fromHex']],
    [Uint8Array.prototype, ['setFromBase64', 'setFromHex', 'toBase64', 'toHex']],
    [globalThis, ['CompressionStream', 'DecompressionStream', 'Iterator', 'URLPattern', 'scheduler']],
  ];
  for (const [owner, names] of gone)
    if (owner) for (const name of names) delete (owner as Record<string, unknown>)[name];
}
