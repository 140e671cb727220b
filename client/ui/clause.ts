/** What somebody wrote, as part of a longer sentence: without the stop at its end. */
export const clause = (text: string): string => text.trim().replace(/[。.；;]+$/u, '');
