import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Characters below which an answer fits into one packet anyway. */
const LEAST = 1400;
/** Fast: the next levels take twice as long for a twentieth less. */
const LEVEL = 4;

const compressed = promisify(gzip);

/** Has JSON sent compressed to whoever takes it so; files are compressed when they are built. See docs/adr/0032. */
export function compressAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    const isJson = /\bjson\b/.test(String(reply.getHeader('content-type')));
    if (!isJson || typeof payload !== 'string' || payload.length < LEAST) return payload;
    reply.header('vary', 'accept-encoding');
    if (!takesGzip(request.headers['accept-encoding'])) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compressed(payload, { level: LEVEL });
  });
}

/** Reads Accept-Encoding (RFC 9110 §12.5.3), as far as it speaks of gzip. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  const codings = String(accepted ?? '').split(',');
  return codings.some((coding) => {
    const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
