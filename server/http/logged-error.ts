export type LoggedError = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
};

/** PostgreSQL's class of data exceptions: their messages quote what was given. Those of the other classes name tables and constraints only. */
const quotes = (code: string | undefined): boolean => /^22[0-9A-Z]{3}$/.test(code ?? '');

/**
 * An error as the log may hold it: what failed and where. A database error carries the failing row in `detail` and `where`: telephones,
 * contacts, hashes. Of a stack only the places are kept, for it begins with the message.
 */
export function loggedError(error: Error): LoggedError {
  const { code } = error as { code?: unknown };
  const text = typeof code === 'string' ? code : undefined;
  return {
    type: error.name,
    message: quotes(text) ? 'not logged: it quotes data' : error.message,
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(text === undefined ? {} : { code: text }),
  };
}
