import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Removes a folder in which a killed program's other processes may still write for a moment. Begins anew when a file appears meanwhile;
 * `maxRetries` of Node 20 does not: it tries again to remove the folder, and never looks again what is in it.
 */
export async function remove(folder: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(100);
    }
  }
}
