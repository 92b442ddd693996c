import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Credentials } from '../auth/credentials.service';
import { Invitations } from '../auth/invitations.service';
import { KnownDevices } from '../auth/known-devices';
import { Letters } from '../auth/letters/letters.service';
import { LinkRequests } from '../auth/link-requests.service';
import { SignInSettings } from '../auth/sign-in-settings';
import type { Host } from '../module/host';
import { clearCookie, guardOrigin, readCookie, sessionSecret, setCookie, visitorOf } from './authenticate';
import { parse } from './parse';

const Login = z.strictObject({ username: z.string().max(254), password: z.string().max(512) });
const LinkFor = z.strictObject({
  kind: z.enum(['password', 'registration']),
  typed: z.string().trim().min(1).max(254),
  locale: z.string().max(35),
});
const Opened = z.strictObject({ token: z.string().max(100) });
const Accepted = z.strictObject({
  token: z.string().max(100),
  username: z.string().max(190),
  name: z.string().trim().min(1).max(190),
  password: z.string().max(512),
});
const NewPassword = z.strictObject({ token: z.string().max(100), password: z.string().max(512) });

/** Signing in and out in the browser. */
export function authRoutes(server: FastifyInstance, host: Host): void {
  const credentials = host.get(Credentials);
  const devices = host.get(KnownDevices);
  const invitations = host.get(Invitations);
  const letters = host.get(Letters);
  const settings = host.get(SignInSettings);

  /** Ends what the browser is in by: the session, and the one of an administrator behind it. */
  const leave = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const own = readCookie(request, 'own');
    for (const secret of [sessionSecret(request), own]) {
      if (secret !== undefined) await credentials.closeSession(secret);
    }
    if (own !== undefined) clearCookie(request, reply, 'own');
  };

  const letIn = async (userId: number, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await leave(request, reply);
    setCookie(request, reply, 'session', await credentials.openSession(userId));
    const { device } = visitorOf(request);
    if (device === undefined || !devices.knows(device, userId))
      setCookie(request, reply, 'device', devices.mark(userId));
  };

  server.post('/auth/login', async (request, reply) => {
    guardOrigin(request);
    const { username, password } = parse(Login, request.body);
    const context = await credentials.checkPassword(username, password, visitorOf(request));
    await letIn(context.principalId, request, reply);
    return reply.code(204).send();
  });

  server.post('/auth/logout', async (request, reply) => {
    guardOrigin(request);
    await leave(request, reply);
    clearCookie(request, reply, 'session');
    return reply.code(204).header('clear-site-data', '"cache", "storage"').send();
  });

  server.get('/auth/options', async (_request, reply) => {
    const isReady = await letters.isReady();
    const { passwordReset, registration } = await settings.read();
    return reply.send({ passwordReset: passwordReset && isReady, registration: registration && isReady });
  });

  server.post('/auth/link', async (request, reply) => {
    guardOrigin(request);
    await host.get(LinkRequests).ask(parse(LinkFor, request.body), visitorOf(request));
    return reply.code(202).send();
  });

  server.post('/auth/invitation', async (request, reply) => {
    guardOrigin(request);
    const { email, name } = await invitations.open(parse(Opened, request.body).token);
    return reply.send({ email, name });
  });

  server.post('/auth/invitation/accept', async (request, reply) => {
    guardOrigin(request);
    const { token, ...acceptance } = parse(Accepted, request.body);
    await letIn(await invitations.accept(token, acceptance, request.ip), request, reply);
    return reply.code(204).send();
  });

  server.post('/auth/password', async (request, reply) => {
    guardOrigin(request);
    const { token, password } = parse(NewPassword, request.body);
    const userId = await credentials.usePasswordLink(token, password, request.ip);
    await letIn(userId, request, reply);
    return reply.code(204).send();
  });
}
