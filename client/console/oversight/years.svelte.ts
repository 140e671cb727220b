import { Years } from '../year/years.svelte.ts';

/** Which year the pages of oversight show: the newest that is in oversight, else the newest. */
export const years = new Years(
  ({ stage }) => stage === 'oversight' || stage === 'evaluation' || stage === 'rectification',
);
