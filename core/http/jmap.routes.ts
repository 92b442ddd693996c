import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Credentials } from '../auth/credentials.service';
import { Configuration } from '../config/config';
import { Database } from '../database/database';
import { Dispatcher } from '../jmap/dispatcher';
import type { RequestError } from '../jmap/errors';
import { parseIJson, toIJson } from '../jmap/i-json';
import { limits } from '../jmap/limits';
import { Session } from '../jmap/session';
import { parseRequest } from '../jmap/wire';
import type { Host } from '../module/host';
import { AtOnce } from './at-once';
import { authenticate } from './authenticate';

/** Session and API (RFC 8620 §2, §3). */
export function jmapRoutes(server: FastifyInstance, host: Host): void {
  const credentials = host.get(Credentials);
  const session = host.get(Session);
  const dispatcher = host.get(Dispatcher);
  const database = host.get(Database);
  const requests = new AtOnce('maxConcurrentRequests', limits.maxConcurrentRequests);

  // JSON is read here, not by the framework, so that what cannot be read is answered in JMAP's words.
  server.removeContentTypeParser(['application/json', 'text/plain']);
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseIJson(body as Buffer));
    } catch (error) {
      done(error as RequestError);
    }
  });

  const answerSession = async (request: FastifyRequest): Promise<object> => {
    const context = await authenticate(request, credentials);
    return session.of(context, originOf(request, host));
  };
  server.get('/.well-known/jmap', answerSession);
  server.get('/jmap/api', answerSession);

  server.post('/jmap/api', async (request, reply) => {
    const answer = await database.during(async () => {
      const context = await authenticate(request, credentials);
      return requests.run(context, () => dispatcher.run(parseRequest(request.body), context));
    });
    return reply.type('application/json').serializer(toIJson).send(answer);
  });
}

/** The address under which the client reached us, or the configured one. */
function originOf(request: FastifyRequest, host: Host): string {
  const { publicUrl } = host.get<Configuration>(Configuration as never);
  return publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`;
}
