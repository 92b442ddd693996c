import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditAction } from '../audit/actions';
import { type Caller, callFor } from '../audit/caller';
import { Repeats } from '../audit/repeats';
import type { Host } from '../module/host';

/** Makes the caller of every request known to all code that it runs, and notes requests that are refused. */
export function callerHooks(server: FastifyInstance, host: Host): void {
  const callers = new WeakMap<FastifyRequest, Caller>();

  // After the body was read: what its stream calls back has lost the context of the request.
  server.addHook('preHandler', (request, _reply, done) => {
    const who: Caller = {
      person: null,
      via: 'anonymous',
      source: null,
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      requestId: randomUUID(),
    };
    callers.set(request, who);
    callFor(who, done);
  });

  server.addHook('onResponse', async (request, reply) => {
    const who = callers.get(request);
    const action = who && refusalOf(request, reply.statusCode);
    if (!action) return;
    const title = `${request.method} ${request.routeOptions.url ?? ''}`;
    await callFor(who, () => host.get(Repeats).note({ action, outcome: 'refused', title }));
  });
}

/** What is worth a note of a refused request; a wrong password is noted where it is checked. */
function refusalOf({ headers }: FastifyRequest, status: number): AuditAction | null {
  if (status === 403) return 'denied';
  if (status === 429) return 'limited';
  const isToken = headers.authorization?.toLowerCase().startsWith('bearer ') === true;
  return status === 401 && isToken ? 'login-failed' : null;
}
