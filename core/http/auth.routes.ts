import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Credentials } from '../auth/credentials.service';
import { KnownDevices } from '../auth/known-devices';
import type { Host } from '../module/host';
import { Problem } from '../problem';
import { clearSessionCookie, guardOrigin, sessionSecret, setCookie, visitorOf } from './authenticate';

const Login = z.strictObject({ username: z.string().max(254), password: z.string().max(512) });
const NewPassword = z.strictObject({ token: z.string().max(100), password: z.string().max(512) });

/** Signing in and out in the browser. */
export function authRoutes(server: FastifyInstance, host: Host): void {
  const credentials = host.get(Credentials);
  const devices = host.get(KnownDevices);

  const letIn = async (userId: number, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    setCookie(request, reply, 'session', await credentials.openSession(userId));
    const { device } = visitorOf(request);
    if (device === undefined || !devices.knows(device, userId))
      setCookie(request, reply, 'device', devices.mark(userId));
  };

  server.post('/auth/login', async (request, reply) => {
    guardOrigin(request);
    const { username, password } = parse(Login, request.body);
    const context = await credentials.checkPassword(username, password, visitorOf(request));
    const old = sessionSecret(request);
    if (old !== undefined) await credentials.closeSession(old);
    await letIn(context.principalId, request, reply);
    return reply.code(204).send();
  });

  server.post('/auth/logout', async (request, reply) => {
    guardOrigin(request);
    const secret = sessionSecret(request);
    if (secret !== undefined) await credentials.closeSession(secret);
    clearSessionCookie(request, reply);
    return reply.code(204).header('clear-site-data', '"cache", "storage"').send();
  });

  server.post('/auth/password', async (request, reply) => {
    guardOrigin(request);
    const { token, password } = parse(NewPassword, request.body);
    const userId = await credentials.usePasswordLink(token, password, request.ip);
    await letIn(userId, request, reply);
    return reply.code(204).send();
  });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Problem(`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'cannot be used'}`);
}
