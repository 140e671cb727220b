const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });

/** The calendar day of a moment where the congress is, yyyy-mm-dd. A text is an ISO instant. */
export const dayOf = (at: Date | string): string => calendar.format(new Date(at));
