import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import files from '@fastify/static';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { MethodError, RequestError } from '../jmap/errors';
import { limits } from '../jmap/limits';
import type { Host } from '../module/host';
import { projectRoot } from '../paths';
import { Log } from '../ports/log';
import { Random } from '../ports/random';
import { Problem } from '../problem';
import { actingRoutes } from './acting.routes';
import { auditRoutes } from './audit.routes';
import { authRoutes } from './auth.routes';
import { isOwnPage } from './authenticate';
import { blobRoutes } from './blob.routes';
import { callerHooks } from './callers';
import { compressAnswers } from './compress';
import { eventSourceRoute } from './event-source';
import { exportRoutes } from './export.routes';
import { filesRoutes } from './files.routes';
import { defaultHeaders, MAIL_FRAME_POLICY, pagePolicy } from './headers';
import { healthRoute } from './health.route';
import { jmapRoutes } from './jmap.routes';
import { publicPageRoutes, showAtOtherAddress } from './public-page.routes';

/** What answers the requests to one host. It does not listen: the front brings the requests. */
export async function createServer(host: Host): Promise<FastifyInstance> {
  const headers = defaultHeaders();
  const server = fastify({
    bodyLimit: limits.maxSizeRequest,
    // A proxy's headers are believed only when the proxy runs on this machine.
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 500 },
    return503OnClosing: false,
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      reply.headers(headers);
      void problem(request, reply, 400, 'about:blank', 'The address cannot be understood');
    },
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    // The built browser code says for itself how long it keeps.
    if (request.url.startsWith('/ui/')) reply.removeHeader('cache-control');
    if (request.headers.host === undefined) throw new Problem('The request names no host');
    await Promise.resolve();
  });
  server.addHook('onSend', async (request, reply) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains');
    await Promise.resolve();
  });
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(host, error, request, reply));
  server.setNotFoundHandler(async (request, reply) => {
    if (await showAtOtherAddress(host, request, reply)) return;
    await problem(request, reply, 404, 'about:blank', 'There is no such page');
  });
  compressAnswers(server);
  await server.register(cookie);
  callerHooks(server, host);
  authRoutes(server, host);
  actingRoutes(server, host);
  jmapRoutes(server, host);
  blobRoutes(server, host);
  eventSourceRoute(server, host);
  auditRoutes(server, host);
  filesRoutes(server, host);
  exportRoutes(server, host);
  healthRoute(server, host);
  publicPageRoutes(server, host);
  server.get('/ui/mail-frame.html', (_request, reply) =>
    reply
      .header('content-security-policy', MAIL_FRAME_POLICY)
      .header('x-frame-options', 'SAMEORIGIN')
      .header('cache-control', 'no-cache')
      .sendFile('mail-frame.html', { cacheControl: false }),
  );
  await server.register(files, {
    root: join(projectRoot, 'dist/ui'),
    prefix: '/ui/',
    index: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const isHashed = /-[\w-]{8}\.\w+(\.(br|gz))?$/.test(path);
      reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const { id, origin, folder } of host.modules.found) {
    if (origin === 'bundled' || !host.modules.isRunning(id) || !existsSync(join(folder, 'ui'))) continue;
    await server.register(files, {
      root: join(folder, 'ui'),
      prefix: `/ui/modules/${id}/`,
      decorateReply: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply) => {
        reply.setHeader('cache-control', 'no-cache');
      },
    });
  }
  const policy = pagePolicy();
  server.get('/', (_request, reply) =>
    reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .sendFile('index.html', { cacheControl: false }),
  );
  return server;
}

async function answerError(host: Host, error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (error instanceof RequestError) {
    await problem(request, reply, error.status, error.type, error.detail, error.more);
    return;
  }
  if (error instanceof Problem && error.status < 500) {
    await problem(request, reply, error.status, 'about:blank', error.message);
    return;
  }
  // Of a question that a page asks by another way than JMAP, such as an export.
  if (error instanceof MethodError) {
    const status = error.type === 'requestTooLarge' ? 413 : 400;
    await problem(request, reply, status, 'about:blank', error.description);
    return;
  }
  const { statusCode, code } = error as FastifyError;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return answerError(host, RequestError.limit('maxSizeRequest', 413), request, reply);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return answerError(host, RequestError.notJson('The content type must be application/json'), request, reply);
  }
  if (statusCode !== undefined && statusCode < 500) {
    await problem(request, reply, statusCode, 'about:blank', 'The request cannot be understood');
    return;
  }
  const reference = host.get(Random).bytes(6).toString('hex');
  host.get(Log).error({ err: error, reference, url: request.url.split('?')[0] }, 'A request failed');
  await problem(request, reply, 500, 'about:blank', `Something went wrong; the log has more under ${reference}`);
}

/** Problem details (RFC 7807). */
async function problem(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  type: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (status === 401 && !isOwnPage(request))
    reply.header('www-authenticate', 'Basic realm="Groupware", charset="UTF-8"');
  const body = JSON.stringify({ type, status, detail, ...more });
  await reply.code(status).header('content-type', 'application/problem+json').send(body);
}
