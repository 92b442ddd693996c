import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../html/escape';
import { isLanguage } from '../locale';
import type { Host } from '../module/host';
import { Problem } from '../problem';
import { guardForm } from './authenticate';
import { type PublicDocument, PublicPage, type PublicPlace, type Stranger } from './public-page';

/** How all of them look; allowed by its hash, and nothing else is. */
const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0;background:light-dark(#f3f4f8,#14161a);color:light-dark(#23262d,#e6e8ec)}
main{box-sizing:border-box;max-width:720px;margin:0 auto;padding:24px 16px}
h1{font-size:20px;overflow-wrap:anywhere}
article,form{margin:0 0 12px;padding:12px 16px;border:1px solid light-dark(#d9dce4,#363a43);border-radius:10px;background:light-dark(#fff,#1c1f25)}
form{display:grid;gap:12px;max-width:320px}form.wide{max-width:none}.check{display:flex;align-items:center;gap:8px}label{display:grid;gap:4px}
input,select,textarea,button{min-height:40px;padding:6px 10px;border:1px solid light-dark(#868c9b,#7b8190);border-radius:8px;background:light-dark(#fff,#14161a);color:inherit;font:inherit}
textarea{min-height:120px;resize:vertical}.check input{min-height:0;width:18px;height:18px}
button{border:0;background:#2457c5;color:#fff;font-weight:600}
p{margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere}.soft{color:light-dark(#5a6070,#a9afbd)}`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Most bytes of a form: the longest message in a script of four bytes a character, each written as three. */
const MOST = 1_250_000;

type Asked = FastifyRequest<{ Params: { name: string } }>;
type Answer = (page: PublicPage, stranger: Stranger) => Promise<PublicDocument | PublicPlace>;

/** /public/<name>: pages of modules for those who have not signed in (GET), and what their forms send (POST). */
export function publicPageRoutes(server: FastifyInstance, host: Host): void {
  const show = async (request: Asked, reply: FastifyReply, answer: Answer): Promise<FastifyReply> => {
    const page = host.all(PublicPage).find(({ name }) => name === request.params.name);
    const stranger = strangerOf(request);
    if (page) await tell(reply, stranger, () => answer(page, stranger));
    else if (!(await showAtOtherAddress(host, request, reply))) throw new Problem('There is no such page', 404);
    return reply;
  };
  server.get('/public/:name', (request: Asked, reply) =>
    show(request, reply, (page, stranger) => page.answer(stranger)),
  );
  void server.register((scope, _options, done) => {
    scope.addContentTypeParser<string>(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MOST },
      (_request, body, parsed) => {
        parsed(null, new URLSearchParams(body));
      },
    );
    scope.post('/public/:name', (request: Asked, reply) => {
      guardForm(request);
      const { body } = request;
      if (!(body instanceof URLSearchParams)) throw new Problem('This takes what a form sends');
      const form = new Map([...body].filter(([name]) => body.getAll(name).length === 1));
      return show(request, reply, (page, stranger) => page.receive(stranger, form));
    });
    done();
  });
}

/** Shows the page that is also at this address, which nobody has. @returns false when there is none */
export async function showAtOtherAddress(host: Host, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const stranger = strangerOf(request);
  const [path = ''] = request.url.split('?');
  const page = host.all(PublicPage).find((one) => one.isAlsoAt(path, stranger.query));
  if (page) await tell(reply, stranger, () => page.answer(stranger));
  return page !== undefined;
}

async function tell(
  reply: FastifyReply,
  stranger: Stranger,
  answer: () => Promise<PublicDocument | PublicPlace>,
): Promise<void> {
  try {
    const answered = await answer();
    if ('query' in answered) await reply.redirect(`?${new URLSearchParams([...answered.query]).toString()}`, 303);
    else await send(reply, answered.status, answered, stranger);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    await send(reply, error.status, { title: error.message, html: '' }, stranger);
  }
}

async function send(
  reply: FastifyReply,
  status: number,
  { title, html }: Pick<PublicDocument, 'title' | 'html'>,
  { locale }: Stranger,
): Promise<void> {
  const head =
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style>`;
  await reply
    .code(status)
    .header('content-security-policy', POLICY)
    .header('content-type', 'text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${escapeHtml(locale)}"><head>${head}</head>` +
        `<body><main><h1 dir="auto">${escapeHtml(title)}</h1>${html}</main></body></html>`,
    );
}

function strangerOf(request: FastifyRequest): Stranger {
  const preferred = request.headers['accept-language']?.split(/[,;]/)[0]?.trim() ?? '';
  const given = Object.entries(request.query as Record<string, unknown>);
  const query = new Map(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  return { address: request.ip, locale: isLanguage(preferred) ? preferred : 'en', query };
}
