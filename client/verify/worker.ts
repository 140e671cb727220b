import { type BoxReport, type VerifyReport, verifyArchive, verifyBox } from '../../core/belenios/index.ts';
import { ballotRunner } from './ballot-pool.ts';

/** A published archive, with the hash that was published of its end; or a closed box, before anything is decrypted. */
export type VerifyTask =
  | { readonly kind: 'archive'; readonly bytes: Uint8Array; readonly lastEvent: string | undefined }
  | { readonly kind: 'box'; readonly bytes: Uint8Array };

export type VerifyNews =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'archive'; readonly report: VerifyReport }
  | { readonly kind: 'box'; readonly report: BoxReport }
  | { readonly kind: 'failed'; readonly message: string };

const tell = (news: VerifyNews): void => self.postMessage(news);

self.onmessage = async ({ data: task }: MessageEvent<VerifyTask>) => {
  const runner = ballotRunner((message) => tell({ kind: 'failed', message }));
  const onProgress = (done: number, total: number) => tell({ kind: 'progress', done, total });
  try {
    if (task.kind === 'box') tell({ kind: 'box', report: await verifyBox(task.bytes, { runner, onProgress }) });
    else {
      const { bytes, lastEvent } = task;
      tell({ kind: 'archive', report: await verifyArchive(bytes, { lastEvent, runner, onProgress }) });
    }
  } catch (error) {
    tell({ kind: 'failed', message: String(error) });
  }
};
