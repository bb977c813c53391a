/** SolidStart: API routes, server functions, sessions. */
import { each, library } from '../library.js';

const docs = 'https://docs.solidjs.com/solid-start';

const start = library(
  '@solidjs/start/server',
  [
    ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: `${docs}/building-your-application/api-routes` }, ['APIEvent.new']),
    { path: 'APIEvent.new.locals.*', role: 'context-value', source: `${docs}/advanced/middleware` },
  ],
  { also: ['@solidjs/start'], same: { 'APIEvent.new.request': 'globalThis#Request.new' } },
);

const router = library('@solidjs/router', [
  {
    path: 'redirect',
    role: 'makes-response',
    status: '1',
    otherwise: 302,
    source: 'https://docs.solidjs.com/solid-router/reference/response-helpers/redirect',
  },
  { path: 'json', role: 'makes-response', status: '1.status', source: 'https://docs.solidjs.com/solid-router/reference/response-helpers/json' },
  ...each(['action', 'query', 'cache'], { role: 'returns-argument', arg: 0, source: 'https://docs.solidjs.com/solid-router/reference/data-apis/action' }),
]);

// Sessions are sealed with a secret: a field is there only where the application has put it.
const sessions = library(
  'vinxi/http',
  [
    { path: 'useSession().data.*', role: 'session-field', mechanism: 'sealed session', source: `${docs}/advanced/session` },
    { path: 'getSession().data.*', role: 'session-field', mechanism: 'sealed session', source: `${docs}/advanced/session` },
    ...each(['useSession().update', 'useSession().clear', 'updateSession', 'clearSession'], { role: 'signs-in', source: `${docs}/advanced/session` }),
  ],
  { also: ['@solidjs/start/http'] },
);

export default [start, router, sessions];
