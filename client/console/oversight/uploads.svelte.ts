import { getContext, setContext } from 'svelte';

const KEY = Symbol('uploads');

/** Uploads of a form under way: it is not sent before they have arrived. */
export class Uploads {
  under = $state(0);

  async run<T>(upload: Promise<T>): Promise<T> {
    this.under += 1;
    try {
      return await upload;
    } finally {
      this.under -= 1;
    }
  }
}

/** For the form around the fields. */
export const provideUploads = (): Uploads => setContext(KEY, new Uploads());
/** For a field with files; it must stand in such a form. */
export const uploadsOfForm = (): Uploads => getContext<Uploads>(KEY);
