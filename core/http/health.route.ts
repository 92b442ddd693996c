import type { FastifyInstance } from 'fastify';
import { States } from '../jmap/state';
import type { Host } from '../module/host';

/** GET /health: ready, or why not. Says nothing that a stranger should not know. */
export function healthRoute(server: FastifyInstance, host: Host): void {
  server.get('/health', async (_request, reply) => {
    const all = host.modules.status();
    // Why a module failed is for its administrators: in the terminal, not here.
    const modules = all.map(({ id, state, error }) => ({ id, state: error === undefined ? state : 'failed' }));
    const database = await host
      .get(States)
      .counter()
      .then(
        () => 'ready',
        () => 'does not answer',
      );
    const isReady = database === 'ready' && all.every(({ error }) => error === undefined);
    const status = database !== 'ready' ? 'down' : isReady ? 'ready' : 'degraded';
    return reply.code(status === 'down' ? 503 : 200).send({ status, database, modules });
  });
}
