/** Controllers that are classes, on Express: OvernightJS, routing-controllers, tsoa, inversify-express-utils. */
import { each, library } from '../library.js';
import type { Decoration } from '../decorations.js';
import type { Handlers, Role, Row } from '../roles.js';
import { words } from '../words.js';

const express: Handlers = { handlerParams: ['express#Request.new', 'express#Response.new', 'express#NextFunction.new'], next: 2 };
const decorates = (as: Decoration): Role => ({ role: 'decorates', as });
const methods = ['Post', 'Put', 'Patch', 'Delete', 'Get'] as const;
const routes = (source: string, nameOf: (method: (typeof methods)[number]) => string): Row[] =>
  methods.map((method): Row => ({ path: nameOf(method), ...decorates({ is: 'handler', kind: 'route', method: method.toUpperCase(), path: '0' }), source }));
const reads = (source: string, from: Extract<Role, { role: 'reads-caller' }>['from'], names: string): Row[] =>
  each(words(names), { role: 'reads-caller', from, source });
const silent = (source: string, names: string): Row[] => each(words(names), { ...decorates({ is: 'nothing' }), source });

const night = 'https://github.com/seanpmaxwell/overnight#readme';
const overnight = library(
  '@overnightjs/core',
  [
    { path: 'Server.new', role: 'creates-router', framework: 'overnightjs', fallsThrough: true, methodAt: '0.method', ...express, source: night },
    { path: 'Server.new.addControllers', role: 'mounts-router', pathArg: -1, router: 0, source: night },
    { path: 'Controller', ...decorates({ is: 'controller', framework: 'overnightjs', path: ['0'], direct: true, ...express }), source: night },
    ...routes(night, (method) => method),
    { path: 'All', ...decorates({ is: 'handler', kind: 'route', method: null, path: '0' }), source: night },
    ...each(['Middleware', 'ClassMiddleware'], { ...decorates({ is: 'middleware' }), source: night }),
    ...each(['Wrapper', 'ClassWrapper'], { ...decorates({ is: 'wraps' }), source: night }),
    ...each(['ChildControllers', 'Children'], { ...decorates({ is: 'children' }), source: night }),
    ...silent(night, 'ClassOptions ErrorMiddleware ClassErrorMiddleware'),
  ],
  { same: { 'Server.new.app': 'express#default()' } },
);

const rc = 'https://github.com/typestack/routing-controllers#readme';
const action = { request: 0, response: 1, next: 2 };
const routing = library(
  'routing-controllers',
  [
    ...each(['createExpressServer', 'createKoaServer'], {
      role: 'creates-router',
      framework: 'routing-controllers',
      root: 0,
      prefix: '0.routePrefix',
      fallsThrough: true,
      ...express,
      source: rc,
    }),
    ...each(['useExpressServer', 'useKoaServer'], {
      role: 'creates-router',
      framework: 'routing-controllers',
      root: 1,
      over: 0,
      prefix: '1.routePrefix',
      fallsThrough: true,
      ...express,
      source: rc,
    }),
    ...each(['createExpressServer().use', 'useExpressServer().use'], { role: 'uses-middleware', source: rc }),
    ...each(['Controller', 'JsonController'], {
      ...decorates({ is: 'controller', framework: 'routing-controllers', path: ['0'], alone: true, ...express }),
      source: rc,
    }),
    ...routes(rc, (method) => method),
    { path: 'All', ...decorates({ is: 'handler', kind: 'route', method: null, path: '0' }), source: rc },
    { path: 'UseBefore', ...decorates({ is: 'middleware', runs: 'use' }), source: `${rc}#using-middlewares` },
    {
      path: 'Authorized',
      ...decorates({ is: 'asks', checker: 'authorizationChecker', gets: ['context', 'arguments'], gives: action, answers: 'boolean' }),
      source: `${rc}#using-authorization-features`,
    },
    {
      path: 'CurrentUser',
      ...decorates({ is: 'asks', checker: 'currentUserChecker', gets: ['context'], gives: action, answers: 'value', required: '0.required' }),
      source: `${rc}#using-authorization-features`,
    },
    { path: 'Req', ...decorates({ is: 'parameter', index: 0 }), source: rc },
    { path: 'Res', ...decorates({ is: 'parameter', index: 1 }), source: rc },
    ...reads(rc, 'body', 'Body BodyParam UploadedFile UploadedFiles'),
    ...reads(rc, 'params', 'Param Params'),
    ...reads(rc, 'query', 'QueryParam QueryParams'),
    ...reads(rc, 'header', 'HeaderParam HeaderParams'),
    ...reads(rc, 'cookie', 'CookieParam CookieParams'),
    ...silent(rc, 'HttpCode OnNull OnUndefined Redirect Location Render Header ContentType UseAfter UseInterceptor ResponseClassTransformOptions'),
    ...Object.entries({
      BadRequestError: 400,
      UnauthorizedError: 401,
      ForbiddenError: 403,
      NotFoundError: 404,
      MethodNotAllowedError: 405,
      NotAcceptableError: 406,
      UnprocessableEntityError: 422,
      InternalServerError: 500,
    }).map(([name, status]): Row => ({ path: `${name}.new`, role: 'makes-error', otherwise: status, source: `${rc}#throw-http-errors` })),
    { path: 'HttpError.new', role: 'makes-error', status: '0', otherwise: 500, source: `${rc}#throw-http-errors` },
  ],
  { same: { 'createKoaServer()': 'createExpressServer()', 'useKoaServer()': 'useExpressServer()' } },
);

const tsoaDocs = 'https://tsoa-community.github.io/docs';
const tsoa = library(
  'tsoa',
  [
    {
      path: 'Route',
      ...decorates({ is: 'controller', framework: 'tsoa', path: ['0'], alone: true, behind: 'express', ...express }),
      source: `${tsoaDocs}/getting-started.html`,
    },
    ...routes(`${tsoaDocs}/getting-started.html`, (method) => method),
    {
      path: 'Security',
      ...decorates({
        is: 'asks',
        checker: { file: 'tsoa.json', at: 'routes.authenticationModule', export: 'expressAuthentication' },
        gets: [0, '0', '1'],
        answers: 'throws',
      }),
      source: `${tsoaDocs}/authentication.html`,
    },
    { path: 'NoSecurity', ...decorates({ is: 'opens' }), source: `${tsoaDocs}/authentication.html` },
    { path: 'Middlewares', ...decorates({ is: 'middleware' }), source: `${tsoaDocs}/custom-middlewares.html` },
    { path: 'Request', ...decorates({ is: 'parameter', index: 0 }), source: `${tsoaDocs}/injecting-express-request.html` },
    ...reads(`${tsoaDocs}/getting-started.html`, 'body', 'Body BodyProp UploadedFile UploadedFiles FormField'),
    ...reads(`${tsoaDocs}/getting-started.html`, 'params', 'Path'),
    ...reads(`${tsoaDocs}/getting-started.html`, 'query', 'Query Queries'),
    ...reads(`${tsoaDocs}/getting-started.html`, 'header', 'Header'),
    ...silent(`${tsoaDocs}/decorators.html`, 'Tags OperationId SuccessResponse Response Example Deprecated Hidden Extension Produces Consumes Res Inject'),
    { path: 'Controller.new.setStatus', role: 'sets-status', arg: 0, source: `${tsoaDocs}/error-handling.html` },
  ],
  { also: ['@tsoa/runtime'] },
);

const inv = 'https://github.com/inversify/inversify-express-utils#readme';
const named = (method: (typeof methods)[number]): string => `http${method}`;
const inversify = library(
  'inversify-express-utils',
  [
    {
      path: 'InversifyExpressServer.new',
      role: 'creates-router',
      framework: 'inversify',
      prefix: '2.rootPath',
      over: 3,
      fallsThrough: true,
      ...express,
      source: inv,
    },
    { path: 'InversifyExpressServer.new.setConfig', role: 'calls-argument', arg: 0, with: 'self', source: inv },
    { path: 'InversifyExpressServer.new.build().use', role: 'uses-middleware', source: inv },
    { path: 'controller', ...decorates({ is: 'controller', framework: 'inversify', path: ['0'], alone: true, direct: true, ...express }), source: inv },
    { path: 'controller', ...decorates({ is: 'middleware', from: 1, runs: 'handler' }), source: inv },
    { path: 'withMiddleware', ...decorates({ is: 'middleware', runs: 'handler' }), source: inv },
    ...routes(inv, named),
    ...methods.map((method): Row => ({ path: named(method), ...decorates({ is: 'middleware', from: 1, runs: 'handler' }), source: inv })),
    { path: 'all', ...decorates({ is: 'handler', kind: 'route', method: null, path: '0' }), source: inv },
    { path: 'all', ...decorates({ is: 'middleware', from: 1, runs: 'handler' }), source: inv },
    ...each(['request'], { ...decorates({ is: 'parameter', index: 0 }), source: inv }),
    ...each(['response'], { ...decorates({ is: 'parameter', index: 1 }), source: inv }),
    ...each(['next'], { ...decorates({ is: 'parameter', index: 2 }), source: inv }),
    ...reads(inv, 'body', 'requestBody'),
    ...reads(inv, 'params', 'requestParam'),
    ...reads(inv, 'query', 'queryParam'),
    ...reads(inv, 'header', 'requestHeaders'),
    ...reads(inv, 'cookie', 'cookies'),
  ],
  {
    same: {
      'InversifyExpressServer.new.setConfig()': 'InversifyExpressServer.new',
      // The function that configures is given the application.
      'InversifyExpressServer.new.use': 'InversifyExpressServer.new.build().use',
    },
  },
);

/** Containers that make classes: they say nothing of who calls. */
const containers = [
  library('inversify', silent('https://inversify.io/docs', 'injectable'), { also: ['@inversifyjs/core'] }),
  library('typedi', silent('https://docs.typestack.community/typedi/', 'Service'), { also: ['tsyringe'] }),
  library('routing-controllers-openapi', silent('https://github.com/epiphone/routing-controllers-openapi#readme', 'OpenAPI ResponseSchema')),
];

export default [overnight, routing, tsoa, inversify, ...containers];
