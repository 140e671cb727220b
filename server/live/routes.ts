import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Topic } from '../../core/contract/live.ts';
import type { Hearer, LiveHub } from './hub.ts';

export interface LiveOptions {
  readonly hub: LiveHub;
  /** What an asker may hear of, by topic, the staff account it is, and by whose rights; default: the public topics only. */
  readonly access?: (
    request: FastifyRequest,
    congressId: string,
  ) => Promise<Pick<Hearer, 'hears' | 'account' | 'holders'>>;
  /** Seconds between pings; who does not answer before the next is dropped. Default 30. */
  readonly heartbeat?: number;
}

/** What anybody in the hall may hear of, without an account. */
const publicTopics: ReadonlySet<Topic> = new Set<Topic>(['hall', 'turnout', 'motion', 'everything']);
export const isPublic = (topic: Topic): boolean => publicTopics.has(topic);

/** Clients have nothing to say on the socket; what they send is read up to this many bytes and ignored. */
const MAX_PAYLOAD = 1024;
/** Closed because a right ended; the client comes back as what it is now. */
const PARTED = 4001;
/** A client this many bytes behind is dropped: it comes back and asks again. */
const MAX_BEHIND = 256 * 1024;

/** `GET /api/live?congress=ID`: the socket over which a client hears what changed. Register as a plugin, once. */
export async function liveRoutes(app: FastifyInstance, options: LiveOptions): Promise<void> {
  const { hub, heartbeat = 30 } = options;
  const access = options.access ?? (async () => ({ hears: isPublic }));
  const alive = new WeakSet<WebSocket>();
  await app.register(websocket, { options: { maxPayload: MAX_PAYLOAD, perMessageDeflate: false } });

  const pulse = setInterval(() => {
    for (const socket of app.websocketServer.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeat * 1000);
  pulse.unref();
  app.addHook('onClose', async () => clearInterval(pulse));

  app.get<{ Querystring: { congress?: string } }>(
    '/api/live',
    {
      websocket: true,
      config: { kiosk: true },
      schema: { hide: true } as object,
      preValidation: async (request, reply) => {
        if (!z.uuid().safeParse(request.query.congress).success) return reply.code(400).send({ error: 'congress' });
        // A page of another site must not listen with this user's cookie.
        const { origin } = request.headers;
        if (origin && URL.canParse(origin) && new URL(origin).host !== request.host)
          return reply.code(403).send({ error: 'origin' });
      },
    },
    (socket, request) => {
      alive.add(socket);
      socket.on('pong', () => alive.add(socket));
      socket.on('error', () => socket.terminate());
      const congressId = request.query.congress!.toLowerCase();
      void admit(socket, request, congressId);
    },
  );

  async function admit(socket: WebSocket, request: FastifyRequest, congressId: string): Promise<void> {
    try {
      const asker = await access(request, congressId);
      if (socket.readyState !== WebSocket.OPEN) return;
      const send = (text: string) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        if (socket.bufferedAmount > MAX_BEHIND) socket.terminate();
        else socket.send(text);
      };
      socket.on('close', hub.join(congressId, { ...asker, send, close: () => socket.close(PARTED) }));
      // What changed between the client's last question and this moment was not heard: let it ask once now.
      send(JSON.stringify({ topic: 'everything' }));
    } catch (error) {
      request.log.error(error);
      socket.close(1011);
    }
  }
}
