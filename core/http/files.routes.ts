import contentDisposition from 'content-disposition';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Repeats } from '../audit/repeats';
import { Credentials } from '../auth/credentials.service';
import { FileArchive } from '../files/file-archive.service';
import type { Host } from '../module/host';
import { Problem } from '../problem';
import { authenticate } from './authenticate';
import { FILE_POLICY } from './headers';

const id = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const Question = z.strictObject({
  entityType: z.string().max(60),
  entityId: id,
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(id).max(1000))
    .optional(),
});

/** The files of an object as one ZIP: `GET /files.zip?entityType=Task&entityId=12`, with `&ids=3,4` some of them. */
export function filesRoutes(server: FastifyInstance, host: Host): void {
  server.get('/files.zip', async (request, reply) => {
    const context = await authenticate(request, host.get(Credentials));
    const question = Question.safeParse(request.query);
    if (!question.success) {
      const [issue] = question.error.issues;
      throw new Problem(
        `${issue?.path.join('/') || 'The question'} cannot be used: give entityType, entityId and perhaps ids`,
      );
    }
    const { entityType, entityId, ids = null } = question.data;
    const zip = await host.get(FileArchive).zip({ entityType, entityId, ids }, context);
    const title = ids === null ? 'all files' : `${String(ids.length)} chosen`;
    await host.get(Repeats).note({ action: 'download', type: entityType, objectId: entityId, title });
    return reply
      .header('content-type', 'application/zip')
      .header('content-disposition', contentDisposition(`${entityType} ${String(entityId)}.zip`))
      .header('content-security-policy', FILE_POLICY)
      .send(zip);
  });
}
