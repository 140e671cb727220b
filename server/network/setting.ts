import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './files.ts';

const fileIn = (folder: string) => path.join(folder, 'setting.json');

/** Where this machine keeps what belongs to the hall's network. Not in the database: several machines may share one. */
export const hallFolder = (dataDir: string): string => path.join(dataDir, 'hall');

/** Whether the hall's network was chosen on the console for the next start. Unreadable counts as no: localhost then still serves the console. */
export function isHallChosen(dataDir: string): boolean {
  try {
    return (JSON.parse(readFileSync(fileIn(hallFolder(dataDir)), 'utf8')) as { on?: unknown }).on === true;
  } catch {
    return false;
  }
}

/** Keeps the choice for the next start. */
export function chooseHall(dataDir: string, on: boolean): void {
  const folder = hallFolder(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWhole(fileIn(folder), `${JSON.stringify({ on })}\n`);
}
