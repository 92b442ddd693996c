import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FastifyInstance } from 'fastify';
import { AuditTrail } from '../audit/audit-trail';
import { Credentials } from '../auth/credentials.service';
import { Arguments, parseArguments } from '../jmap/arguments';
import { Get, select } from '../jmap/get';
import { Query } from '../jmap/query';
import { Records } from '../jmap/records';
import { ACCOUNT } from '../jmap/session';
import { Types } from '../jmap/types';
import type { Host } from '../module/host';
import { Problem } from '../problem';
import { ADMINISTER } from '../settings/permission';
import { authenticate } from './authenticate';

const TYPE = 'AuditEntry';
const PAGE = 500;

/** The audit log as a file: `GET /audit.csv?filter={"action":"login"}`, oldest first. */
export function auditRoutes(server: FastifyInstance, host: Host): void {
  server.get<{ Querystring: { filter?: string } }>('/audit.csv', async (request, reply) => {
    const context = await authenticate(request, host.get(Credentials));
    if (!context.may(ADMINISTER)) throw new Problem('There is no such page', 404);
    const filter = parseFilter(request.query.filter);
    const query = { accountId: ACCOUNT, filter, sort: [{ property: 'at', isAscending: true }], limit: PAGE };
    // Before the answer begins: a filter that cannot be used is still refused in words.
    await host.get(Query).run(TYPE, parseArguments(Arguments.query, { ...query, limit: 1 }), context);
    await host.get(AuditTrail).note({ action: 'export', type: TYPE, title: JSON.stringify(filter ?? {}) });
    const type = host.get(Types).get(TYPE);
    const columns = ['id', ...type.properties.keys()];

    const rows = async function* (): AsyncGenerator<unknown[]> {
      for (let position = 0; ; position += PAGE) {
        const page = parseArguments(Arguments.query, { ...query, position });
        const { ids } = (await host.get(Query).run(TYPE, page, context)) as { ids: string[] };
        const found = await host.get(Records).load(TYPE, ids.map(Number));
        for (const entry of await host.get(Get).show(type, found, select(type, null), context)) {
          yield columns.map((name) => (name === 'changes' ? JSON.stringify(entry[name]) : entry[name]));
        }
        if (ids.length < PAGE) return;
      }
    };
    const csv = stringify({ header: true, columns, escape_formulas: true, record_delimiter: 'windows', bom: true });
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit.csv"')
      .send(Readable.from(rows()).pipe(csv));
  });
}

function parseFilter(text: string | undefined): unknown {
  if (text === undefined || text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('filter must be JSON');
  }
}
