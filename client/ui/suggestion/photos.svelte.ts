import { MOST_PHOTOS } from '../../../core/collection/suggestion.ts';
import { collection } from '../../../core/contract/collection.ts';
import type { FileId } from '../../../core/ids.ts';
import { upload } from '../../api/call.ts';
import { newId } from '../../api/new-id.ts';
import { shrink } from './shrink.ts';

export interface Picked {
  readonly id: FileId;
  readonly file: File;
  /** For the preview; to be given back. */
  readonly url: string;
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** Why it failed, in the reader's words. */
  readonly why: string;
}

/** The photos of a suggestion: chosen before it is sent, sent after it with its receipt number, each again until it has arrived. */
export class Photos {
  list = $state.raw<readonly Picked[]>([]);
  /** How many there may be in all. */
  readonly most: number;

  constructor(most = MOST_PHOTOS) {
    this.most = most;
  }

  get left(): number {
    return this.most - this.list.length;
  }
  get failed(): readonly Picked[] {
    return this.list.filter(({ state }) => state === 'failed');
  }

  /** @returns how many did not fit any more, and the names of those that are no pictures by what the browser says of them. */
  add(files: readonly File[]): { over: number; others: string[] } {
    // A browser that does not know a kind (HEIC, on some) says nothing: the server looks into the file in any case.
    const others = files.filter(({ type }) => type !== '' && !type.startsWith('image/'));
    const pictures = files.filter((file) => !others.includes(file));
    const taken = pictures.slice(0, this.left);
    const fresh = taken.map(
      (file): Picked => ({ id: newId<FileId>(), file, url: URL.createObjectURL(file), state: 'waiting', why: '' }),
    );
    this.list = [...this.list, ...fresh];
    return { over: pictures.length - taken.length, others: others.map(({ name }) => name) };
  }

  remove(id: FileId): void {
    for (const one of this.list) if (one.id === id) URL.revokeObjectURL(one.url);
    this.list = this.list.filter((one) => one.id !== id);
  }

  /** Sends what has not arrived yet, one after the other. */
  async send(receipt: string): Promise<void> {
    for (const { id, file, state } of this.list) {
      if (state === 'sent' || state === 'sending') continue;
      this.#set(id, { state: 'sending', why: '' });
      const result = await upload(collection.addPhoto, { params: { receipt, file: id } }, await shrink(file));
      this.#set(id, result.ok ? { state: 'sent', why: '' } : { state: 'failed', why: result.error.message });
    }
  }

  #set(id: FileId, change: Pick<Picked, 'state' | 'why'>): void {
    this.list = this.list.map((one) => (one.id === id ? { ...one, ...change } : one));
  }
}
