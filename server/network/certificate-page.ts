import type { FastifyInstance, FastifyRequest } from 'fastify';
import { certificateHtml } from './certificate-html.ts';
import type { Hall } from './hall.ts';
import { originOf } from './hosts.ts';
import { certificatePaths } from './plain-http.ts';

type Asked = FastifyRequest<{ Querystring: { to?: unknown; lang?: unknown } }>;

/** Serves the certificate and the page with the steps to install it, over either scheme. Both are for people, not of the API. */
export function certificatePages(app: FastifyInstance, hall: Hall): void {
  const hidden = { schema: { hide: true } as object };
  app.get(certificatePaths.page, hidden, async (request: Asked, reply) => {
    const { to, lang } = request.query;
    const language = lang === 'en' ? 'en' : 'zh-CN';
    const enter = entrance(hall, request, typeof to === 'string' ? to : '/');
    const other = new URLSearchParams({
      ...(typeof to === 'string' ? { to } : {}),
      ...(language === 'en' ? {} : { lang: 'en' }),
    });
    const page = certificateHtml({
      language,
      authority: hall.authority,
      enter: enter.href,
      other: `${certificatePaths.page}?${other}`,
      file: certificatePaths.file,
      userAgent: request.headers['user-agent'] ?? '',
    });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
  });
  app.get(certificatePaths.file, hidden, async (_request, reply) =>
    // The media type with which iPadOS offers to install it, and the one text form that every other system reads too.
    reply
      .type('application/x-x509-ca-cert')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="piaojue-ca.crt"')
      .send(hall.certificate),
  );
}

/** The page asked for, by HTTPS under the name that this device knows the machine by; never a place elsewhere. */
function entrance(hall: Hall, request: FastifyRequest, to: string): URL {
  const named = `https://${request.hostname}:${hall.ports.https}`;
  const origin = URL.canParse(named) ? new URL(named).origin : originOf('https', 'localhost', hall.ports.https);
  const url = URL.canParse(to, origin) ? new URL(to, origin) : new URL(origin);
  return url.origin === origin ? url : new URL(origin);
}
