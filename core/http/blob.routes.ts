import contentDisposition from 'content-disposition';
import type { FastifyInstance } from 'fastify';
import { Repeats } from '../audit/repeats';
import { Credentials } from '../auth/credentials.service';
import { Configuration } from '../config/config';
import type { StoredBlob } from '../files/blob-store';
import { Blobs } from '../files/blobs.service';
import { RequestError } from '../jmap/errors';
import { limits } from '../jmap/limits';
import { ACCOUNT } from '../jmap/session';
import type { Host } from '../module/host';
import { Problem } from '../problem';
import { AtOnce } from './at-once';
import { authenticate } from './authenticate';
import { FILE_POLICY } from './headers';

/** Upload and download (RFC 8620 §6.1, §6.2). */
export function blobRoutes(server: FastifyInstance, host: Host): void {
  const credentials = host.get(Credentials);
  const blobs = host.get(Blobs);
  const uploads = new AtOnce('maxConcurrentUpload', limits.maxConcurrentUpload);
  const { maxUploadSize } = host.get<Configuration>(Configuration as never);

  server.register((scope, _options, done) => {
    // Uploads are streamed: no parser, and the size is counted as the bytes come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    scope.post<{ Params: { accountId: string } }>(
      '/jmap/upload/:accountId',
      { bodyLimit: maxUploadSize },
      async (request, reply) => {
        const context = await authenticate(request, credentials);
        if (request.params.accountId !== ACCOUNT) throw new Problem('There is no such account', 404);
        if (Number(request.headers['content-length'] ?? 0) > maxUploadSize)
          throw RequestError.limit('maxSizeUpload', 413);
        const type = request.headers['content-type'] ?? 'application/octet-stream';
        const upload = (): Promise<StoredBlob> => blobs.upload(request.raw, type, context);
        const { blobId, size } = await uploads.run(context, upload).catch((error: unknown) => {
          // Part of the body is unread, and a next request behind it would never be answered.
          reply.header('connection', 'close');
          throw error instanceof Problem && error.status === 413 ? RequestError.limit('maxSizeUpload', 413) : error;
        });
        return reply.code(201).send({ accountId: ACCOUNT, blobId, type, size });
      },
    );
    done();
  });

  server.get<{ Params: { accountId: string; blobId: string; '*': string }; Querystring: { type?: string } }>(
    '/jmap/download/:accountId/:blobId/*',
    async (request, reply) => {
      const context = await authenticate(request, credentials);
      const { accountId, blobId, '*': name } = request.params;
      if (accountId !== ACCOUNT) throw new Problem('There is no such account', 404);
      const { size, stream } = await blobs.read(blobId, context);
      const changes = [{ property: 'blobId', old: null, new: blobId }];
      await host.get(Repeats).note({ action: 'download', type: 'Blob', title: name, changes });
      return reply
        .header('content-type', typeOf(request.query.type))
        .header('content-length', size)
        .header('content-disposition', contentDisposition(name === '' ? 'file' : name))
        .header('content-security-policy', FILE_POLICY)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(stream);
    },
  );
}

/** The type the client asked for, when it is one; never guessed from the bytes. */
function typeOf(type: unknown): string {
  const isType =
    typeof type === 'string' && /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,80}(; ?[\w-]+="?[\w .:+-]+"?)*$/.test(type);
  return isType ? type : 'application/octet-stream';
}
