import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildFingerprint, filesNamedIn } from '../../core/build-fingerprint.ts';
import { projectRoot } from '../database/project-root.ts';

/** The program fingerprint of the kiosk page as this server hands it out; null where it is not built. */
export function kioskBuild(root = path.join(projectRoot(), 'dist', 'client')): string | null {
  const page = path.join(root, 'kiosk', 'index.html');
  if (!existsSync(page)) return null;
  const bytes = readFileSync(page);
  const files = filesNamedIn(bytes.toString('utf8')).map((address) =>
    readFileSync(path.join(root, new URL(address, 'http://localhost/kiosk/').pathname)),
  );
  return buildFingerprint([bytes, ...files]);
}
