import type { WholeDocument } from '../../../core/contract/documents.ts';
import type { OfficialDocument } from '../../../core/documents/official.ts';

type Of = Pick<WholeDocument, 'id' | 'revision'>;

/** Words of drafts that are typed and not saved, of the revision that they change. */
class Unsaved {
  private readonly kept = new Map<string, OfficialDocument>();

  /** undefined where there are none, or somebody has saved since. */
  of({ id, revision }: Of): OfficialDocument | undefined {
    return this.kept.get(`${id} ${revision}`);
  }

  /** null: all is saved. */
  keep({ id, revision }: Of, content: OfficialDocument | null): void {
    if (content) this.kept.set(`${id} ${revision}`, content);
    else this.kept.delete(`${id} ${revision}`);
  }
}
export const unsaved = new Unsaved();
