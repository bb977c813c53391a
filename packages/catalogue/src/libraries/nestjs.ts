/** NestJS: controllers, guards, modules and what stands before handlers. */
import { each, library } from '../library.js';
import type { Decoration } from '../decorations.js';
import type { Handlers, Role, Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://docs.nestjs.com';
const handlers: Handlers = { handlerParams: ['express#Request.new', 'express#Response.new'], next: 2 };
const decorates = (as: Decoration): Role => ({ role: 'decorates', as });

const guards = {
  is: 'guards',
  decides: 'canActivate',
  judges: 'handleRequest',
  runs: 'use',
  context: '@nestjs/common#ExecutionContext.new',
  gives: {
    'switchToHttp().getRequest()': 0,
    'switchToHttp().getResponse()': 1,
    'getContext().req': 0,
    'getContext().res': 1,
    'getContext().request': 0,
    'getHandler()': 'handler',
    'getClass()': 'class',
  },
} as const;

const route = (method: string | null): Role => decorates({ is: 'handler', kind: 'route', method, path: '0' });
const reader = (from: Extract<Role, { role: 'reads-caller' }>['from'], names: readonly string[]): Row[] =>
  each(names, { role: 'reads-caller', from, source: `${docs}/controllers#request-object` });

const common = library(
  '@nestjs/common',
  [
    {
      path: 'Controller',
      ...decorates({ is: 'controller', framework: 'nestjs', path: ['0', '0.path'], ...handlers }),
      source: `${docs}/controllers`,
    },
    ...(['Post', 'Put', 'Patch', 'Delete', 'Get'] as const).map((name): Row => ({
      path: name,
      ...route(name.toUpperCase()),
      source: `${docs}/controllers#routing`,
    })),
    { path: 'All', ...route(null), source: `${docs}/controllers#resources` },
    // What is injected may have methods that a schedule calls.
    { path: 'Injectable', ...decorates({ is: 'controller', framework: 'nestjs', ...handlers }), source: `${docs}/techniques/task-scheduling` },
    { path: 'UseGuards', ...decorates(guards), source: `${docs}/guards#binding-guards` },
    { path: 'applyDecorators', ...decorates({ is: 'several' }), source: `${docs}/custom-decorators#decorator-composition` },
    { path: 'SetMetadata', ...decorates({ is: 'metadata', key: 0, value: 1 }), source: `${docs}/fundamentals/execution-context#reflection-and-metadata` },
    {
      path: 'Module',
      ...decorates({ is: 'module', configures: 'configure', consumer: '@nestjs/common#MiddlewareConsumer.new' }),
      source: `${docs}/modules`,
    },
    { path: 'forwardRef', role: 'calls-argument', arg: 0, source: `${docs}/fundamentals/circular-dependency` },
    { path: 'MiddlewareConsumer.new.apply', role: 'configures-middleware', part: 'functions', source: `${docs}/middleware#middleware-consumer` },
    { path: 'MiddlewareConsumer.new.apply().exclude', role: 'configures-middleware', part: 'except', source: `${docs}/middleware#excluding-routes` },
    { path: 'MiddlewareConsumer.new.apply().forRoutes', role: 'configures-middleware', part: 'routes', source: `${docs}/middleware#applying-middleware` },
    ...each(['Req', 'Request'], { ...decorates({ is: 'parameter', index: 0 }), source: `${docs}/controllers#request-object` }),
    ...each(['Res', 'Response'], { ...decorates({ is: 'parameter', index: 1 }), source: `${docs}/controllers#request-object` }),
    {
      path: 'createParamDecorator',
      ...decorates({ is: 'parameter-maker', from: 0 }),
      source: `${docs}/custom-decorators#param-decorators`,
    },
    ...reader('body', ['Body', 'RawBody', 'UploadedFile', 'UploadedFiles']),
    ...reader('params', ['Param']),
    ...reader('query', ['Query']),
    ...reader('header', ['Headers']),
    ...reader('ip', ['Ip', 'HostParam']),
  ],
  {
    same: {
      'MiddlewareConsumer.new.apply().exclude()': 'MiddlewareConsumer.new.apply()',
      'MiddlewareConsumer.new.apply().forRoutes()': 'MiddlewareConsumer.new',
      'INestApplication.new': '@nestjs/core#NestFactory.create()',
      'CallHandler.new': '@nestjs/common#$callHandler',
    },
  },
);

const metadata = `${docs}/fundamentals/execution-context#reflection-and-metadata`;
const core = library(
  '@nestjs/core',
  [
    { path: 'NestFactory.create', role: 'creates-router', framework: 'nestjs', root: 0, ...handlers, source: `${docs}/first-steps` },
    {
      path: 'NestFactory.createMicroservice',
      role: 'creates-router',
      framework: 'nestjs',
      root: 0,
      ...handlers,
      source: `${docs}/microservices/basics`,
    },
    { path: 'NestFactory.create().use', role: 'uses-middleware', source: `${docs}/middleware#global-middleware` },
    { path: 'NestFactory.create().useGlobalGuards', role: 'uses-guards', source: `${docs}/guards#binding-guards` },
    { path: 'APP_GUARD', ...decorates({ is: 'global-guard' }), source: `${docs}/guards#binding-guards` },
    { path: 'Reflector.new.get', role: 'reads-metadata', key: 0, of: 1, source: metadata },
    { path: 'Reflector.new.getAllAndOverride', role: 'reads-metadata', key: 0, of: 1, source: metadata },
    { path: 'Reflector.new.getAllAndMerge', role: 'reads-metadata', key: 0, of: 1, source: metadata },
    { path: 'Reflector.createDecorator', ...decorates({ is: 'metadata-maker' }), source: metadata },
  ],
  {
    also: ['@nestjs/platform-express', '@nestjs/platform-fastify'],
    same: {
      'NestFactory.createMicroservice()': 'NestFactory.create()',
      'NestExpressApplication.new': '@nestjs/core#NestFactory.create()',
      'NestFastifyApplication.new': '@nestjs/core#NestFactory.create()',
    },
  },
);

const passport = library('@nestjs/passport', [
  {
    path: 'AuthGuard',
    role: 'verifies-identity',
    outcome: { kind: 'middleware' },
    mechanism: '@nestjs/passport AuthGuard()',
    source: `${docs}/recipes/passport`,
  },
  {
    path: 'AuthGuard',
    role: 'looks-like-auth',
    outcome: { kind: 'middleware' },
    because: "the strategy 'anonymous' lets everybody pass",
    when: { at: '0', is: 'anonymous' },
    source: 'https://github.com/jaredhanson/passport-anonymous#readme',
  },
]);

const jwt = library('@nestjs/jwt', [
  ...each(
    ['verify', 'verifyAsync'],
    { role: 'verifies-token', outcome: { kind: 'throws' }, mechanism: '@nestjs/jwt verify()', source: `${docs}/security/authentication` },
    ['JwtService.new'],
  ),
  {
    path: 'JwtService.new.decode',
    role: 'looks-like-auth',
    outcome: { kind: 'value' },
    because: 'decode() reads the token and does not verify its signature',
    source: 'https://github.com/nestjs/jwt#readme',
  },
]);

const throttler = library('@nestjs/throttler', [
  {
    path: 'ThrottlerGuard',
    role: 'limits-rate',
    outcome: { kind: 'middleware' },
    source: `${docs}/security/rate-limiting`,
  },
]);

const resolvers = library('@nestjs/graphql', [
  { path: 'Resolver', ...decorates({ is: 'controller', framework: 'nestjs-graphql', ...handlers }), source: `${docs}/graphql/resolvers` },
  {
    path: 'Mutation',
    ...decorates({ is: 'handler', kind: 'procedure', method: 'POST' }),
    source: `${docs}/graphql/mutations`,
  },
  ...each(['Args'], { role: 'reads-caller', from: 'body', source: `${docs}/graphql/resolvers#args-decorator-options` }),
  { path: 'GqlExecutionContext.create', role: 'returns-argument', arg: 0, source: `${docs}/graphql/other-features#execution-context` },
]);

const sockets = library('@nestjs/websockets', [
  { path: 'WebSocketGateway', ...decorates({ is: 'controller', framework: 'nestjs-gateway', ...handlers }), source: `${docs}/websockets/gateways` },
  {
    path: 'SubscribeMessage',
    ...decorates({ is: 'handler', kind: 'route', method: 'POST' }),
    source: `${docs}/websockets/gateways#gateways`,
  },
  { path: 'MessageBody', role: 'reads-caller', from: 'body', source: `${docs}/websockets/gateways` },
]);

const called = (name: string, kind: 'worker' | 'cron', source: string): Row => ({ path: name, ...decorates({ is: 'handler', kind, method: null }), source });
const background = [
  library('@nestjs/microservices', [
    called('MessagePattern', 'worker', `${docs}/microservices/basics`),
    called('EventPattern', 'worker', `${docs}/microservices/basics`),
    called('GrpcMethod', 'worker', `${docs}/microservices/grpc`),
  ]),
  library(
    '@nestjs/schedule',
    ['Cron', 'Interval', 'Timeout'].map((name) => called(name, 'cron', `${docs}/techniques/task-scheduling`)),
  ),
  library(
    '@nestjs/bull',
    [
      { path: 'Processor', ...decorates({ is: 'controller', framework: 'nestjs', ...handlers }), source: `${docs}/techniques/queues#consumers` },
      { path: 'Processor', ...decorates({ is: 'runs', method: 'process', kind: 'worker' }), source: `${docs}/techniques/queues#consumers` },
      called('Process', 'worker', `${docs}/techniques/queues#consumers`),
    ],
    { also: ['@nestjs/bullmq'] },
  ),
];

/** Decorators that say nothing of who may call. */
const silent = (name: string, names: string, source: string): ReturnType<typeof library> =>
  library(name, each(words(names), { ...decorates({ is: 'nothing' }), source }));

const beside = [
  silent(
    '@nestjs/swagger',
    `
    ApiTags ApiOperation ApiResponse ApiOkResponse ApiCreatedResponse ApiAcceptedResponse ApiNoContentResponse ApiBadRequestResponse ApiUnauthorizedResponse
    ApiForbiddenResponse ApiNotFoundResponse ApiConflictResponse ApiUnprocessableEntityResponse ApiTooManyRequestsResponse ApiInternalServerErrorResponse
    ApiDefaultResponse ApiBearerAuth ApiBasicAuth ApiCookieAuth ApiOAuth2 ApiSecurity ApiBody ApiParam ApiQuery ApiHeader ApiHeaders ApiConsumes ApiProduces
    ApiExtraModels ApiExcludeController ApiExcludeEndpoint ApiExtension
    `,
    `${docs}/openapi/decorators`,
  ),
  silent('@nestjs/terminus', 'HealthCheck', `${docs}/recipes/terminus`),
  silent('@nestjs/cache-manager', 'CacheKey CacheTTL', `${docs}/techniques/caching`),
  silent('nestjs-zod', 'ZodSerializerDto', 'https://github.com/BenLorantfy/nestjs-zod#readme'),
];

export default [common, core, passport, jwt, throttler, resolvers, sockets, ...background, ...beside];
