import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Acting } from '../auth/acting.service';
import { Credentials } from '../auth/credentials.service';
import { idOf } from '../jmap/property';
import type { Host } from '../module/host';
import { authenticate, clearCookie, guardOrigin, readCookie, sessionSecret, setCookie } from './authenticate';
import { parse } from './parse';

const ActAs = z.strictObject({ userId: z.string().max(20), password: z.string().max(512) });

/** Administrators in somebody else's name, and back. */
export function actingRoutes(server: FastifyInstance, host: Host): void {
  const credentials = host.get(Credentials);
  const acting = host.get(Acting);

  server.post('/auth/act-as', async (request, reply) => {
    guardOrigin(request);
    const { userId, password } = parse(ActAs, request.body);
    const administrator = await authenticate(request, credentials);
    acting.check(administrator);
    const sessionId = administrator.signIn?.credentialId ?? undefined;
    await credentials.checkPassword(administrator.user.username, password, { address: request.ip, sessionId });
    const secret = await acting.begin(administrator, idOf(userId) ?? 0);
    setCookie(request, reply, 'own', sessionSecret(request) ?? '');
    setCookie(request, reply, 'session', secret);
    return reply.code(204).send();
  });

  server.post('/auth/back', async (request, reply) => {
    guardOrigin(request);
    const own = readCookie(request, 'own');
    const secret = sessionSecret(request);
    if (secret !== undefined && secret !== own) await credentials.closeSession(secret);
    if (own === undefined) clearCookie(request, reply, 'session');
    else setCookie(request, reply, 'session', own);
    clearCookie(request, reply, 'own');
    return reply.code(204).send();
  });
}
