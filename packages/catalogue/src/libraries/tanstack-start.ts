/** TanStack Start: server functions, and the middleware that they are built with. */
import { each, library } from '../library.js';
import type { Handlers } from '../roles.js';

const docs = 'https://tanstack.com/start/latest/docs/framework/react/guide';
const $fn: Handlers = { handlerParams: ['@tanstack/react-start#$serverFn'], middlewareParams: ['@tanstack/react-start#$serverFn'], next: '0.next' };
const framework = 'tanstack-start';

export default library(
  '@tanstack/react-start',
  [
    { path: 'createServerFn', role: 'builder', framework, ...$fn, source: `${docs}/server-functions` },
    ...each(['validator', 'inputValidator'], { role: 'builder', framework, ...$fn, source: `${docs}/server-functions#parameters--validation` }, [
      'createServerFn()',
    ]),
    { path: 'createServerFn().middleware', role: 'builder-use', arg: 0, source: `${docs}/middleware#server-function-middleware` },
    { path: 'createServerFn().handler', role: 'builder-handler', kind: 'mutation', arg: 0, source: `${docs}/server-functions` },
    { path: 'createMiddleware().server', role: 'returns-argument', arg: 0, source: `${docs}/middleware` },
    { path: '$serverFn.data', role: 'reads-caller', from: 'body', source: `${docs}/server-functions` },
  ],
  {
    also: ['@tanstack/solid-start', '@tanstack/start'],
    same: {
      'createServerFn().middleware()': 'createServerFn()',
      'createServerFn().validator()': 'createServerFn()',
      'createServerFn().inputValidator()': 'createServerFn()',
      'createMiddleware().middleware()': 'createMiddleware()',
      'createMiddleware().validator()': 'createMiddleware()',
      'createMiddleware().inputValidator()': 'createMiddleware()',
    },
  },
);
