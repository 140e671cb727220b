import { withoutCamera } from '../ui/scan/camera.ts';

/** Whether a card is scanned or its code typed on this tablet, for as long as the tab lives; no deputy's setting, so it is not reset. */
const KEY = 'piaojue.kiosk.types';

export const typesCodes = (): boolean => {
  try {
    return sessionStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
};

/** A tablet whose camera cannot be used goes straight to the keypad from now on; one that scans begins with the camera again. */
export function preferTyping(typing: boolean): void {
  try {
    if (typing) sessionStorage.setItem(KEY, 'yes');
    else sessionStorage.removeItem(KEY);
  } catch {
    // Then it is found out again each time.
  }
}

/** A tablet without a camera does not show its deputies a camera's screen first. */
export async function findWay(): Promise<void> {
  if (await withoutCamera()) preferTyping(true);
}
