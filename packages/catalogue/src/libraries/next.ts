/** Next.js: route handlers, pages, server actions, proxy, caching. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const api = 'https://nextjs.org/docs/app/api-reference/functions';
const pages = 'https://nextjs.org/docs/pages/building-your-application/routing/api-routes';

const nextRequest: readonly Row[] = [
  ...each(['headers', 'headers.get', 'headers.has', 'headers.entries'], { role: 'reads-caller', from: 'header', source: `${api}/next-request` }, [
    'NextRequest.new',
  ]),
  ...each(['cookies', 'cookies.get', 'cookies.getAll', 'cookies.has'], { role: 'reads-caller', from: 'cookie', source: `${api}/next-request#cookies` }, [
    'NextRequest.new',
  ]),
  ...each(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'body'], { role: 'reads-caller', from: 'body', source: `${api}/next-request` }, ['NextRequest.new']),
  { path: 'NextRequest.new.formData', role: 'reads-caller', from: 'form', source: `${api}/next-request` },
  ...each(
    ['url', 'nextUrl', 'nextUrl.pathname', 'nextUrl.href', 'nextUrl.search', 'nextUrl.origin'],
    { role: 'reads-caller', from: 'url', source: `${api}/next-request#nexturl` },
    ['NextRequest.new'],
  ),
  ...each(
    ['nextUrl.searchParams', 'nextUrl.searchParams.get', 'nextUrl.searchParams.getAll', 'nextUrl.searchParams.has'],
    { role: 'reads-caller', from: 'query', source: `${api}/next-request#nexturl` },
    ['NextRequest.new'],
  ),
  { path: 'NextRequest.new.ip', role: 'reads-caller', from: 'ip', source: `${api}/next-request#version-history` },
  { path: 'NextRequest.new.geo', role: 'reads-caller', from: 'ip', source: `${api}/next-request#version-history` },
];

const server = library(
  'next/server',
  [
    ...nextRequest,
    { path: 'NextRequest.new', role: 'derives', source: `${api}/next-request` },
    { path: 'NextResponse.json', role: 'makes-response', status: '1.status', source: `${api}/next-response#json` },
    { path: 'NextResponse.new', role: 'makes-response', status: '1.status', source: `${api}/next-response` },
    { path: 'NextResponse.error', role: 'makes-response', status: 500, source: `${api}/next-response` },
    // Argument 1 is a number or an init object; whichever is there says the status.
    { path: 'NextResponse.redirect', role: 'makes-response', status: '1', otherwise: 307, source: `${api}/next-response#redirect` },
    ...each(['NextResponse.next', 'NextResponse.rewrite'], { role: 'makes-response', status: 200, source: `${api}/next-response#next` }),
    ...each(['NextResponse.next', 'NextResponse.rewrite'], { role: 'passes-on', source: `${api}/next-response#next` }),
    { path: 'after', role: 'defers', arg: 0, source: `${api}/after` },
    {
      path: 'NextFetchEvent.new.waitUntil',
      role: 'defers',
      arg: 0,
      source: 'https://nextjs.org/docs/app/api-reference/file-conventions/proxy#waituntil-and-nextfetchevent',
    },
    { path: 'userAgent', role: 'derives', source: `${api}/userAgent` },
  ],
  {
    also: ['next/server.js', 'next/dist/server/web/exports'],
    same: { unstable_after: 'after', 'NextRequest.new.clone()': 'NextRequest.new' },
    functions: {
      NextMiddleware: { handlerParams: ['next/server#NextRequest.new', 'next/server#NextFetchEvent.new'] },
      NextProxy: { handlerParams: ['next/server#NextRequest.new', 'next/server#NextFetchEvent.new'] },
    },
  },
);

const headers = library(
  'next/headers',
  [
    ...each(['headers', 'headers().get', 'headers().has', 'headers().entries'], { role: 'reads-caller', from: 'header', source: `${api}/headers` }),
    ...each(['cookies', 'cookies().get', 'cookies().getAll', 'cookies().has'], { role: 'reads-caller', from: 'cookie', source: `${api}/cookies` }),
    { path: 'draftMode().isEnabled', role: 'reads-caller', from: 'cookie', source: `${api}/draft-mode` },
  ],
  { also: ['next/headers.js'], same: { 'UnsafeUnwrappedHeaders.new': 'headers()', 'UnsafeUnwrappedCookies.new': 'cookies()' } },
);

const navigation = library(
  'next/navigation',
  [
    { path: 'redirect', role: 'leaves', status: 307, source: `${api}/redirect` },
    { path: 'permanentRedirect', role: 'leaves', status: 308, source: `${api}/permanentRedirect` },
    { path: 'notFound', role: 'leaves', status: 404, source: `${api}/not-found` },
    { path: 'unauthorized', role: 'leaves', status: 401, source: `${api}/unauthorized` },
    { path: 'forbidden', role: 'leaves', status: 403, source: `${api}/forbidden` },
  ],
  { also: ['next/navigation.js'] },
);

const cache = library(
  'next/cache',
  [
    { path: 'unstable_cache', role: 'returns-argument', arg: 0, source: `${api}/unstable_cache` },
    { path: 'unstable_noStore', role: 'derives', source: `${api}/unstable_noStore` },
    ...each(words('revalidatePath revalidateTag updateTag refresh expirePath expireTag unstable_expirePath unstable_expireTag'), {
      role: 'writes-elsewhere',
      source: `${api}/revalidatePath`,
    }),
  ],
  { also: ['next/cache.js'] },
);

const pagesApi = library(
  'next',
  [
    {
      path: '$routeContext.params',
      role: 'reads-caller',
      from: 'params',
      source: 'https://nextjs.org/docs/app/api-reference/file-conventions/route#context-optional',
    },
    ...each(['headers', 'headers.*'], { role: 'reads-caller', from: 'header', source: `${pages}#request-helpers` }, [
      'NextApiRequest.new',
      'IncomingMessage.new',
    ]),
    ...each(['cookies', 'cookies.*'], { role: 'reads-caller', from: 'cookie', source: `${pages}#request-helpers` }, ['NextApiRequest.new']),
    ...each(['query', 'query.*'], { role: 'reads-caller', from: 'query', source: `${pages}#request-helpers` }, ['NextApiRequest.new']),
    { path: 'NextApiRequest.new.body', role: 'reads-caller', from: 'body', source: `${pages}#request-helpers` },
    { path: 'NextApiRequest.new.url', role: 'reads-caller', from: 'url', source: pages },
    { path: 'NextApiRequest.new.socket.remoteAddress', role: 'reads-caller', from: 'ip', source: pages },
    { path: 'NextApiResponse.new.status', role: 'sets-status', arg: 0, source: `${pages}#response-helpers` },
    { path: 'NextApiResponse.new.statusCode', role: 'sets-status', source: 'https://nodejs.org/api/http.html#responsestatuscode' },
    {
      path: 'NextApiResponse.new.writeHead',
      role: 'sets-status',
      arg: 0,
      source: 'https://nodejs.org/api/http.html#responsewriteheadstatuscode-statusmessage-headers',
    },
    ...each(['json', 'send', 'end'], { role: 'sends-response', source: `${pages}#response-helpers` }, ['NextApiResponse.new']),
    // redirect(path) or redirect(status, path)
    { path: 'NextApiResponse.new.redirect', role: 'sends-response', status: '0', otherwise: 307, source: `${pages}#response-helpers` },
    { path: 'NextApiResponse.new.revalidate', role: 'writes-elsewhere', source: `${pages}#response-helpers` },
    ...each(
      ['req.headers', 'req.headers.*'],
      { role: 'reads-caller', from: 'header', source: 'https://nextjs.org/docs/pages/api-reference/functions/get-server-side-props#context-parameter' },
      ['GetServerSidePropsContext.new'],
    ),
    ...each(
      ['req.cookies', 'req.cookies.*'],
      { role: 'reads-caller', from: 'cookie', source: 'https://nextjs.org/docs/pages/api-reference/functions/get-server-side-props#context-parameter' },
      ['GetServerSidePropsContext.new'],
    ),
  ],
  {
    same: {
      'NextApiResponse.new.status()': 'NextApiResponse.new',
      'NextApiResponse.new.writeHead()': 'NextApiResponse.new',
      'NextApiResponse.new.setHeader()': 'NextApiResponse.new',
    },
    functions: { NextApiHandler: { handlerParams: ['next#NextApiRequest.new', 'next#NextApiResponse.new'] } },
  },
);

/** Wrappers from the ecosystem whose handlers are Next's own. */
const og = library('next/og', [{ path: 'ImageResponse.new', role: 'makes-response', status: '1.status', source: `${api}/image-response` }], {
  also: ['@vercel/og'],
});

export default [server, headers, navigation, cache, pagesApi, og];
