/** Effect: HTTP APIs and procedures whose contract is declared in one place and whose handlers are built in another. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';

const http = 'https://github.com/Effect-TS/effect/tree/main/packages/platform#http-api';
const rpc = 'https://github.com/Effect-TS/effect/tree/main/packages/rpc#readme';
const part = { role: 'endpoint-contract', framework: 'effect' } as const;

const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', del: 'DELETE', delete: 'DELETE' };
const endpoint = 'HttpApiEndpoint.post()';
const group = 'HttpApiGroup.make()';
/** What says more of an endpoint or a group, and gives it back. */
const says = [
  'setPath',
  'setPayload',
  'setUrlParams',
  'setHeaders',
  'addSuccess',
  'addError',
  'annotate',
  'annotateContext',
  'annotateMerge',
  'annotateEndpoints',
];
const adds = ['add', 'addHttpApi'];
const again = (path: string, names: readonly string[]): readonly (readonly [string, string])[] => names.map((name) => [`${path}.${name}()`, path] as const);

const platform = library(
  '@effect/platform',
  [
    ...Object.entries(methods).map(([name, method]): Row => ({
      path: `HttpApiEndpoint.${name}`,
      ...part,
      does: 'endpoint',
      method,
      name: 0,
      pathArg: 1,
      source: http,
    })),
    ...each(['HttpApiGroup.make', 'HttpApi.make'], { ...part, does: 'group', name: 0, source: http }),
    ...each(adds, { ...part, does: 'adds', source: http }, [group]),
    ...each([`${endpoint}.middleware`, `${group}.middleware`, `${group}.middlewareEndpoints`], { ...part, does: 'guards', source: http }),
    ...each([`${endpoint}.prefix`, `${group}.prefix`], { ...part, does: 'prefixes', source: http }),
    { path: 'HttpApiBuilder.group', ...part, does: 'builds', name: 1, build: 2, gives: '@effect/platform#$handlers', source: http },
    ...each(['$handlers.handle', '$handlers.handleRaw'], { ...part, does: 'handles', kind: 'route', source: http }),
    // An application that is piped through layers, to a handler in the end.
    ...each(['HttpApiBuilder.toWebHandler().handler', 'HttpApiBuilder.toWebHandler()', 'HttpApiBuilder.api().**'], { role: 'owns-request', source: http }),
  ],
  {
    also: ['effect/http-api', 'effect/unstable/httpapi'],
    same: {
      ...Object.fromEntries(
        Object.keys(methods)
          .filter((name) => name !== 'post')
          .map((name) => [`HttpApiEndpoint.${name}()`, endpoint]),
      ),
      // A name and, as a template, a path.
      [`${endpoint}()`]: endpoint,
      'HttpApi.make()': group,
      ...Object.fromEntries([
        ...again(endpoint, [...says, 'middleware', 'prefix']),
        ...again(group, [...says, ...adds, 'middleware', 'middlewareEndpoints', 'prefix']),
      ]),
      '$handlers.handle()': '$handlers',
      '$handlers.handleRaw()': '$handlers',
    },
  },
);

const procedures = 'RpcGroup.make()';
const rpcs = library(
  '@effect/rpc',
  [
    { path: 'Rpc.make', ...part, does: 'endpoint', method: 'POST', name: 0, source: rpc },
    { path: 'RpcGroup.make', ...part, does: 'group', members: 0, source: rpc },
    ...each(['add', 'merge'], { ...part, does: 'adds', source: rpc }, [procedures]),
    ...each(['Rpc.make().middleware', `${procedures}.middleware`], { ...part, does: 'guards', source: rpc }),
    { path: `${procedures}.toLayer`, ...part, does: 'implements', kind: 'procedure', source: rpc },
    ...each(['RpcServer.toWebHandler().handler', 'RpcServer.toWebHandler()'], { role: 'owns-request', source: rpc }),
  ],
  {
    also: ['effect/rpc', 'effect/unstable/rpc'],
    same: Object.fromEntries([
      ...again('Rpc.make()', ['middleware', 'annotate', 'setSuccess', 'setError', 'setPayload']),
      ...again(procedures, ['add', 'merge', 'middleware', 'prefix', 'annotate']),
    ]),
  },
);

/** Its modules are imported one by one as well: `import * as HttpApiBuilder from '@effect/platform/HttpApiBuilder'`. */
const modules = [
  ...Object.entries({ HttpApi: ['make'], HttpApiGroup: ['make'], HttpApiEndpoint: Object.keys(methods), HttpApiBuilder: ['group', 'api', 'toWebHandler'] }).map(
    ([name, members]) =>
      library(`@effect/platform/${name}`, [], { same: Object.fromEntries(members.map((member) => [member, `@effect/platform#${name}.${member}`])) }),
  ),
  ...Object.entries({ Rpc: ['make'], RpcGroup: ['make'], RpcServer: ['toWebHandler'] }).map(([name, members]) =>
    library(`@effect/rpc/${name}`, [], { same: Object.fromEntries(members.map((member) => [member, `@effect/rpc#${name}.${member}`])) }),
  ),
];

export default [platform, rpcs, ...modules];
