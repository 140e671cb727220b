/** Addresses of the public's pages of collection, from the root. */
const withQuery = (page: string, query: Record<string, string>): string =>
  `/public/${page}?${new URLSearchParams(query)}`;

export const suggestAddress = (congress: string): string => withQuery('suggest', { congress });
export const browseAddress = (congress: string): string => withQuery('suggestions', { congress });
export const receiptAddress = (receipt: string): string => withQuery('suggestion', { receipt });
export const publishedAddress = (congress: string, suggestion: string): string =>
  withQuery('suggestion', { congress, suggestion });
