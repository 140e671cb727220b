import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface FileReply {
  readonly type: string;
  /** The name to save it under; `plain` is the ASCII name for programs that know no other. */
  readonly name: string;
  readonly plain: string;
}

/** Sends a file to be saved, under a name that may be Chinese (RFC 6266 with the encoding of RFC 5987). */
export function sendFile(
  reply: FastifyReply,
  content: Buffer | string | Readable,
  { type, name, plain }: FileReply,
): FastifyReply {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`)
    .send(content);
}
