/** Errors, logs, traces and metrics: what only enqueues, what waits for the network, and functions that run inside a span or a context. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { enqueues, flushes, sends } from '../row-lists.js';
import { words } from '../words.js';

const levels = ['log', 'debug', 'info', 'warn', 'error'];
const axiomDocs = 'https://axiom.co/docs/guides/javascript';
const nodeContext = 'https://nodejs.org/api/async_context.html';
const langfuseDocs = 'https://langfuse.com/docs/observability/sdk/typescript';

export default [
  library('node:async_hooks', [
    { path: 'AsyncLocalStorage.new.run', role: 'calls-argument', arg: 1, with: 'opaque', source: nodeContext },
    { path: 'AsyncLocalStorage.new.exit', role: 'calls-argument', arg: 0, with: 'opaque', source: nodeContext },
    { path: 'AsyncResource.new.runInAsyncScope', role: 'calls-argument', arg: 0, with: 'opaque', source: nodeContext },
  ]),
  library(
    '@sentry/node',
    [
      ...enqueues(
        'sentry',
        'https://docs.sentry.io/platforms/javascript/apis/',
        words('captureException captureMessage captureEvent captureFeedback captureCheckIn captureUserFeedback addBreadcrumb logger.* metrics.*'),
      ),
      ...flushes('sentry', 'https://docs.sentry.io/platforms/javascript/configuration/draining/', ['flush', 'close', 'getClient().flush', 'getClient().close']),
      ...each(['withScope', 'withIsolationScope', 'suppressTracing', 'startNewTrace', 'configureScope', 'withActiveSpan'], {
        role: 'calls-argument',
        arg: 0,
        with: 'opaque',
        source: 'https://docs.sentry.io/platforms/javascript/apis/',
      }),
      ...each(words('startSpan startSpanManual continueTrace withMonitor withScope withActiveSpan withServerActionInstrumentation runWithAsyncContext'), {
        role: 'calls-argument',
        arg: 1,
        with: 'opaque',
        source: 'https://docs.sentry.io/platforms/javascript/tracing/instrumentation/',
      }),
      {
        path: 'withServerActionInstrumentation',
        role: 'calls-argument',
        arg: 2,
        with: 'opaque',
        source: 'https://docs.sentry.io/platforms/javascript/guides/nextjs/apis/#server-actions',
      },
      ...each(
        words(`
        wrapRouteHandlerWithSentry wrapApiHandlerWithSentry wrapMiddlewareWithSentry wrapServerComponentWithSentry wrapGetServerSidePropsWithSentry withSentry
        wrapHandler wrapPagesFunctionWithSentry
      `),
        { role: 'returns-argument', arg: 0, source: 'https://docs.sentry.io/platforms/javascript/guides/nextjs/' },
      ),
    ],
    {
      also: words(`
      @sentry/nextjs @sentry/core @sentry/browser @sentry/react @sentry/vercel-edge @sentry/serverless @sentry/aws-serverless
      @sentry/google-cloud-serverless @sentry/bun @sentry/deno @sentry/cloudflare @sentry/sveltekit @sentry/remix @sentry/astro @sentry/nuxt @sentry/nestjs
      @sentry/react-router @sentry/tanstackstart-react
    `),
    },
  ),
  library(
    '@axiomhq/js',
    [
      ...enqueues('axiom', axiomDocs, ['Axiom.new.ingest']),
      ...sends('axiom', axiomDocs, [
        'Axiom.new.ingestRaw',
        'AxiomWithoutBatching.new.ingest',
        'AxiomWithoutBatching.new.ingestRaw',
        'Client.new.ingestEvents',
        'Client.new.ingestString',
        'Client.new.ingestBuffer',
      ]),
      ...flushes('axiom', axiomDocs, ['Axiom.new.flush']),
    ],
    { same: { 'default.new': 'Axiom.new' } },
  ),
  library(
    '@axiomhq/logging',
    [...enqueues('axiom', axiomDocs, [...levels, 'raw'], ['Logger.new']), ...flushes('axiom', axiomDocs, ['flush'], ['Logger.new'])],
    { same: { 'Logger.new.with()': 'Logger.new' } },
  ),
  library(
    '@axiomhq/nextjs',
    [
      { path: 'createAxiomRouteHandler()', role: 'returns-argument', arg: 0, source: 'https://axiom.co/docs/send-data/nextjs' },
      // Takes in log events that browsers send.
      ...each(['createProxyRouteHandler', 'createProxyRouteHandler()'], { role: 'owns-request', source: 'https://axiom.co/docs/send-data/nextjs' }),
    ],
    { also: ['@axiomhq/nextjs/*'] },
  ),
  library(
    'next-axiom',
    [
      ...enqueues('axiom', 'https://github.com/axiomhq/next-axiom#readme', levels, ['Logger.new', 'log']),
      ...flushes('axiom', 'https://github.com/axiomhq/next-axiom#readme', ['Logger.new.flush', 'log.flush']),
      ...each(['withAxiom', 'withAxiomRouteHandler'], { role: 'returns-argument', arg: 0, source: 'https://github.com/axiomhq/next-axiom#readme' }),
    ],
    { same: { 'Logger.new.with()': 'Logger.new', 'log.with()': 'log' } },
  ),
  library(
    'langfuse',
    [
      ...enqueues(
        'langfuse',
        langfuseDocs,
        ['trace', 'event', 'generation', 'span', 'score', 'trace().*', 'trace().**.end', 'trace().**.update'],
        ['Langfuse.new'],
      ),
      ...flushes('langfuse', langfuseDocs, ['Langfuse.new.flushAsync', 'Langfuse.new.shutdownAsync', 'Langfuse.new.flush', 'Langfuse.new.shutdown']),
    ],
    { also: ['langfuse-node'], same: { 'default.new': 'Langfuse.new' } },
  ),
  library('langfuse-langchain', flushes('langfuse', langfuseDocs, ['CallbackHandler.new.flushAsync', 'CallbackHandler.new.shutdownAsync'])),
  library('@langfuse/otel', flushes('langfuse', langfuseDocs, ['LangfuseSpanProcessor.new.forceFlush', 'LangfuseSpanProcessor.new.shutdown'])),
  library('@langfuse/client', flushes('langfuse', langfuseDocs, ['LangfuseClient.new.flush', 'LangfuseClient.new.shutdown', 'LangfuseClient.new.score.flush'])),
  library('@langfuse/tracing', [
    { path: 'startActiveObservation', role: 'calls-argument', arg: 1, with: 'opaque', source: langfuseDocs },
    { path: 'propagateAttributes', role: 'calls-argument', arg: 1, with: 'opaque', source: langfuseDocs },
    { path: 'observe', role: 'returns-argument', arg: 0, source: langfuseDocs },
  ]),
  library('langsmith', [...flushes('langsmith', 'https://docs.langchain.com/langsmith', ['Client.new.awaitPendingTraceBatches', 'Client.new.flush'])]),
  library('langsmith/traceable', [{ path: 'traceable', role: 'returns-argument', arg: 0, source: 'https://docs.langchain.com/langsmith' }]),
  library('braintrust', [
    ...enqueues('braintrust', 'https://www.braintrust.dev/docs', ['initLogger().log', 'initLogger().logFeedback', 'currentSpan().log']),
    ...flushes('braintrust', 'https://www.braintrust.dev/docs', ['flush', 'initLogger().flush']),
    ...each(['traced', 'initLogger().traced'], { role: 'calls-argument', arg: 0, with: 'opaque', source: 'https://www.braintrust.dev/docs' }),
    { path: 'wrapTraced', role: 'returns-argument', arg: 0, source: 'https://www.braintrust.dev/docs' },
  ]),
  // A log call settles when its batch is sent.
  library(
    '@logtail/node',
    [
      ...sends('logtail', 'https://betterstack.com/docs/logs/javascript/', levels, ['Logtail.new']),
      ...flushes('logtail', 'https://betterstack.com/docs/logs/javascript/', ['Logtail.new.flush']),
    ],
    { also: ['@logtail/js', '@logtail/edge', '@logtail/browser', '@logtail/bun'] },
  ),
  library('@logtail/next', [
    ...enqueues('logtail', 'https://github.com/logtail/logtail-nextjs#readme', levels, ['Logger.new', 'log']),
    ...flushes('logtail', 'https://github.com/logtail/logtail-nextjs#readme', ['Logger.new.flush', 'log.flush']),
    ...each(['withBetterStack', 'withBetterStackRouteHandler', 'withLogtail'], {
      role: 'returns-argument',
      arg: 0,
      source: 'https://github.com/logtail/logtail-nextjs#readme',
    }),
  ]),
  library(
    '@highlight-run/node',
    [
      ...enqueues(
        'highlight',
        'https://www.highlight.io/docs/sdk/nodejs',
        words('H.consumeError H.recordMetric H.recordCount H.recordIncr H.recordGauge H.recordHistogram H.log'),
      ),
      ...flushes('highlight', 'https://www.highlight.io/docs/sdk/nodejs', ['H.flush', 'H.waitForFlush', 'H.stop']),
    ],
    { also: ['@highlight-run/next/server', '@highlight-run/cloudflare'] },
  ),
  library('newrelic', [
    ...enqueues(
      'newrelic',
      'https://newrelic.github.io/node-newrelic/API.html',
      words('recordCustomEvent recordMetric incrementMetric noticeError recordLogEvent addCustomAttribute addCustomAttributes recordLlmFeedbackEvent'),
    ),
    ...flushes('newrelic', 'https://newrelic.github.io/node-newrelic/API.html', ['shutdown']),
    ...each(['startSegment'], { role: 'calls-argument', arg: 2, with: 'opaque', source: 'https://newrelic.github.io/node-newrelic/API.html' }),
    ...each(['startWebTransaction', 'startBackgroundTransaction'], {
      role: 'calls-argument',
      arg: 1,
      with: 'opaque',
      source: 'https://newrelic.github.io/node-newrelic/API.html',
    }),
  ]),
  library(
    'dd-trace',
    [
      ...enqueues(
        'datadog',
        'https://datadoghq.dev/dd-trace-js/',
        words(`
      dogstatsd.increment dogstatsd.decrement dogstatsd.gauge dogstatsd.distribution dogstatsd.histogram appsec.trackCustomEvent
      appsec.trackUserLoginSuccessEvent llmobs.annotate
    `),
        ['default', 'default.init()'],
      ),
      ...flushes('datadog', 'https://datadoghq.dev/dd-trace-js/', [
        'default.dogstatsd.flush',
        'default.llmobs.flush',
        'default.init().dogstatsd.flush',
        'default.init().llmobs.flush',
      ]),
      ...each(['default.trace', 'default.init().trace', 'default.llmobs.trace'], {
        role: 'calls-argument',
        arg: 1,
        with: 'opaque',
        source: 'https://datadoghq.dev/dd-trace-js/',
      }),
      ...each(['default.trace', 'default.init().trace'], { role: 'calls-argument', arg: 2, with: 'opaque', source: 'https://datadoghq.dev/dd-trace-js/' }),
      ...each(['default.wrap', 'default.init().wrap'], { role: 'returns-argument', arg: 1, source: 'https://datadoghq.dev/dd-trace-js/' }),
      ...each(['default.wrap', 'default.init().wrap'], { role: 'returns-argument', arg: 2, source: 'https://datadoghq.dev/dd-trace-js/' }),
    ],
    { also: ['dd-trace/init'], same: { tracer: 'default' } },
  ),
  library(
    'hot-shots',
    enqueues(
      'datadog',
      'https://github.com/bdeitte/hot-shots#readme',
      ['increment', 'decrement', 'gauge', 'histogram', 'distribution', 'timing', 'event', 'set'],
      ['default.new', 'StatsD.new', 'default.StatsD.new'],
    ),
  ),
  library(
    '@datadog/datadog-api-client',
    sends(
      'datadog',
      'https://github.com/DataDog/datadog-api-client-typescript#readme',
      ['submitMetrics', 'submitLog', 'createEvent'],
      ['v2.MetricsApi.new', 'v2.LogsApi.new', 'v1.MetricsApi.new', 'v1.EventsApi.new', 'v1.LogsApi.new'],
    ),
  ),
  library(
    '@opentelemetry/api',
    [
      ...[1, 2, 3].map((arg): Row => ({
        path: 'trace.getTracer().startActiveSpan',
        role: 'calls-argument',
        arg,
        with: 'opaque',
        source: 'https://opentelemetry.io/docs/languages/js/instrumentation/#create-spans',
      })),
      { path: 'context.with', role: 'calls-argument', arg: 1, with: 'opaque', source: 'https://opentelemetry.io/docs/languages/js/context/' },
      { path: 'context.bind', role: 'returns-argument', arg: 1, source: 'https://opentelemetry.io/docs/languages/js/context/' },
      ...enqueues('opentelemetry', 'https://opentelemetry.io/docs/languages/js/instrumentation/#metrics', [
        'metrics.getMeter().createCounter().add',
        'metrics.getMeter().createHistogram().record',
        'metrics.getMeter().createUpDownCounter().add',
        'metrics.getMeter().createGauge().record',
      ]),
      ...flushes('opentelemetry', 'https://opentelemetry.io/docs/languages/js/', [
        'trace.getTracerProvider().forceFlush',
        'trace.getTracerProvider().getDelegate().forceFlush',
        'trace.getTracerProvider().shutdown',
      ]),
    ],
    { same: { 'default.trace': 'trace', 'Tracer.new': 'trace.getTracer()', 'trace.getTracerProvider().getTracer()': 'trace.getTracer()' } },
  ),
  library(
    '@opentelemetry/sdk-trace-base',
    flushes(
      'opentelemetry',
      'https://opentelemetry.io/docs/languages/js/',
      ['forceFlush', 'shutdown'],
      words(`
    BasicTracerProvider.new NodeTracerProvider.new WebTracerProvider.new NodeSDK.new BatchSpanProcessor.new SimpleSpanProcessor.new LoggerProvider.new
    MeterProvider.new BatchLogRecordProcessor.new PeriodicExportingMetricReader.new
  `),
    ),
    {
      also: [
        '@opentelemetry/sdk-trace-node',
        '@opentelemetry/sdk-node',
        '@opentelemetry/sdk-logs',
        '@opentelemetry/sdk-metrics',
        '@opentelemetry/sdk-trace-web',
      ],
    },
  ),
  library('@opentelemetry/api-logs', enqueues('opentelemetry', 'https://opentelemetry.io/docs/languages/js/', ['logs.getLogger().emit'])),
  library('@microlabs/otel-cf-workers', [
    { path: 'instrument', role: 'returns-argument', arg: 0, source: 'https://github.com/evanderkoogh/otel-cf-workers#readme' },
  ]),
  library('@bugsnag/js', enqueues('bugsnag', 'https://docs.bugsnag.com/platforms/javascript/', ['default.notify', 'default.leaveBreadcrumb']), {
    also: ['@bugsnag/node', '@bugsnag/plugin-aws-lambda'],
  }),
  library('rollbar', enqueues('rollbar', 'https://docs.rollbar.com/docs/nodejs', ['log', 'debug', 'info', 'warning', 'error', 'critical'], ['default.new'])),
  library('@honeybadger-io/js', [
    ...enqueues('honeybadger', 'https://docs.honeybadger.io/lib/javascript/', ['notify', 'event'], ['default']),
    ...sends('honeybadger', 'https://docs.honeybadger.io/lib/javascript/', ['default.notifyAsync']),
    ...flushes('honeybadger', 'https://docs.honeybadger.io/lib/javascript/', ['default.flushAsync']),
  ]),
  library('@hyperdx/node-opentelemetry', [
    ...enqueues('hyperdx', 'https://www.hyperdx.io/docs/install/javascript', ['setTraceAttributes', 'recordException']),
    ...flushes('hyperdx', 'https://www.hyperdx.io/docs/install/javascript', ['shutdown']),
  ]),
];
