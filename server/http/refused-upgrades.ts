import type { FastifyInstance } from 'fastify';

/**
 * Ends a connection that asked to be upgraded and was answered instead, on whatever path: Node has let go of it, nobody else would end it,
 * and a stop would wait for it. Before any other hook, for any of them may answer.
 */
export function endRefusedUpgrades(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    // Of one that becomes a WebSocket no answer is ever finished.
    if (request.headers.upgrade) reply.raw.once('finish', () => request.raw.socket.destroySoon());
  });
}
