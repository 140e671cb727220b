/** design.md: warn after two minutes without a touch, clear after another 45 s; on shared tablets only. */
export const WARN_AFTER = 120_000;
export const CLEAR_AFTER = WARN_AFTER + 45_000;

export type Idle =
  | { readonly kind: 'active' }
  | { readonly kind: 'warn'; readonly seconds: number }
  | { readonly kind: 'clear' };

/** What so many milliseconds without a touch mean. */
export function idleAfter(milliseconds: number): Idle {
  if (milliseconds < WARN_AFTER) return { kind: 'active' };
  if (milliseconds >= CLEAR_AFTER) return { kind: 'clear' };
  return { kind: 'warn', seconds: Math.ceil((CLEAR_AFTER - milliseconds) / 1000) };
}
