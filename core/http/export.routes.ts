import { finished } from 'node:stream/promises';
import contentDisposition from 'content-disposition';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Repeats } from '../audit/repeats';
import { Credentials } from '../auth/credentials.service';
import { EXPORT_FORMATS, Exports } from '../export/exports.service';
import { safeName } from '../files/file-name';
import { Arguments } from '../jmap/arguments';
import { CONCURRENT_EXPORTS } from '../jmap/limits';
import { isTimeZone } from '../locale';
import type { Host } from '../module/host';
import { Problem } from '../problem';
import { AtOnce } from './at-once';
import { authenticate } from './authenticate';
import { FILE_POLICY } from './headers';

const { filter, sort } = Arguments.query.shape;
const Question = z
  .strictObject({
    type: z.string().max(60),
    filter,
    sort,
    columns: z
      .array(
        z.strictObject({
          property: z.string().max(120),
          title: z.string().max(190),
          texts: z.record(z.string(), z.string().max(190)).optional(),
          named: z.string().max(60).optional(),
          isSummed: z.boolean().optional(),
        }),
      )
      .max(200)
      .default([]),
    format: z.enum(EXPORT_FORMATS),
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'is no time zone such as Europe/Amsterdam')
      .nullable()
      .default(null),
    name: z.string().max(190).default('Export'),
  })
  .refine(({ columns, format }) => format === 'ics' || columns.length > 0, {
    path: ['columns'],
    message: 'a table needs some',
  });

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ics: 'text/calendar; charset=utf-8',
} as const;

/** What a query finds as a file: `POST /export`, with the query, the columns of a table and the format as JSON. */
export function exportRoutes(server: FastifyInstance, host: Host): void {
  const running = new AtOnce('maxConcurrentExport', CONCURRENT_EXPORTS);

  server.post('/export', async (request, reply) => {
    const context = await authenticate(request, host.get(Credentials));
    const parsed = Question.safeParse(request.body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Problem(`${issue?.path.join('/') || 'The question'}: ${issue?.message ?? 'cannot be used'}`);
    }
    const { name, ...question } = parsed.data;
    const { type, format } = question;
    await running.run(context, async () => {
      const { rows, stream } = await host
        .get(Exports)
        .make({ ...question, columns: question.columns.map(withoutBlanks) }, context);
      const columns = question.columns.map(({ property }) => property).join(', ');
      const title = `${String(rows)} rows as ${format}: ${columns}; ${JSON.stringify(question.filter ?? {})}`;
      await host.get(Repeats).note({ action: 'download', type, title });
      void reply
        .header('content-type', TYPES[format])
        .header('content-disposition', contentDisposition(`${safeName(name)}.${format}`))
        .header('content-security-policy', FILE_POLICY)
        .send(stream);
      // It counts as long as it runs; a reader who leaves is no fault.
      await finished(stream).catch(() => undefined);
    });
    return reply;
  });
}

function withoutBlanks({
  texts,
  named,
  isSummed,
  ...column
}: z.infer<typeof Question>['columns'][number]): Parameters<Exports['make']>[0]['columns'][number] {
  return {
    ...column,
    ...(texts === undefined ? {} : { texts }),
    ...(named === undefined ? {} : { named }),
    ...(isSummed === undefined ? {} : { isSummed }),
  };
}
