/** Work after the response, and work handed to another process: schedulers, queues, workers, cron. */
import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';
import { words } from '../words.js';

const queues = (source: string, paths: readonly string[], prefixes: readonly string[] = ['']): Row[] => each(paths, { role: 'queues', source }, prefixes);
const worker = (
  framework: string,
  kind: 'worker' | 'cron' | 'route',
  source: string,
  handler: number | string,
  paths: readonly string[],
  handlers: Handlers = {},
): Row[] => each(paths, { role: 'registers-worker', framework, kind, handler, ...handlers, source });

const qstashDocs = 'https://upstash.com/docs/qstash';
const workflowDocs = 'https://upstash.com/docs/workflow';
const inngestDocs = 'https://www.inngest.com/docs';
const triggerDocs = 'https://trigger.dev/docs';
const bullDocs = 'https://docs.bullmq.io/';
const sqsDocs = 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sqs/';

const wraps = { kind: 'wraps', handler: 0 } as const;

const vercelFunctions = library(
  '@vercel/functions',
  [
    { path: 'waitUntil', role: 'defers', arg: 0, source: 'https://vercel.com/docs/functions/functions-api-reference/vercel-functions-package#waituntil' },
    ...each(['ipAddress', 'geolocation'], {
      role: 'reads-caller',
      from: 'ip',
      source: 'https://vercel.com/docs/functions/functions-api-reference/vercel-functions-package#ipaddress',
    }),
    ...each(['getCache().set', 'getCache().delete', 'getCache().expireTag', 'invalidateByTag', 'dangerouslyDeleteByTag'], {
      role: 'writes-elsewhere',
      source: 'https://vercel.com/docs/functions/functions-api-reference/vercel-functions-package#getcache',
    }),
  ],
  { also: ['@vercel/functions/*', '@vercel/edge'] },
);

const objects = 'https://developers.cloudflare.com/durable-objects/api/base/';
const cloudflareWorkers = library('cloudflare:workers', [
  {
    path: 'DurableObject',
    role: 'handler-class',
    framework: 'durable-object',
    timers: ['alarm'],
    except: ['constructor', 'webSocketMessage', 'webSocketClose', 'webSocketError'],
    source: objects,
  },
  {
    path: 'WorkerEntrypoint',
    role: 'handler-class',
    framework: 'cloudflare-worker',
    timers: ['scheduled'],
    except: ['constructor', 'fetch'],
    source: 'https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/rpc/',
  },
  {
    path: 'WorkflowEntrypoint',
    role: 'handler-class',
    framework: 'cloudflare-workflow',
    timers: [],
    except: ['constructor'],
    source: 'https://developers.cloudflare.com/workflows/build/workers-api/',
  },
  { path: 'waitUntil', role: 'defers', arg: 0, source: 'https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil' },
  { path: 'env.*', role: 'reads-env', binding: true, source: 'https://developers.cloudflare.com/workers/runtime-apis/bindings/#importing-env-as-a-global' },
  { path: 'WorkerEntrypoint.new.ctx.waitUntil', role: 'defers', arg: 0, source: 'https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil' },
]);

const cloudflareTypes = library('@cloudflare/workers-types', [], {
  also: ['@cloudflare/workers-types/*'],
  same: {
    'ExecutionContext.new': 'globalThis#ExecutionContext.new',
    'D1Database.new': 'globalThis#D1Database.new',
    'KVNamespace.new': 'globalThis#KVNamespace.new',
    'R2Bucket.new': 'globalThis#R2Bucket.new',
    'Queue.new': 'globalThis#Queue.new',
    'Ai.new': 'globalThis#Ai.new',
    'RateLimit.new': 'globalThis#RateLimit.new',
  },
});

const openNext = library(
  '@opennextjs/cloudflare',
  [
    { path: 'getCloudflareContext().env.*', role: 'reads-env', binding: true, source: 'https://opennext.js.org/cloudflare/bindings' },
    { path: 'getCloudflareContext().ctx.waitUntil', role: 'defers', arg: 0, source: 'https://opennext.js.org/cloudflare/bindings' },
  ],
  { also: ['@cloudflare/next-on-pages'], same: { 'getRequestContext()': 'getCloudflareContext()' } },
);

const netlify = library(
  '@netlify/functions',
  [
    { path: 'Context.new.waitUntil', role: 'defers', arg: 0, source: 'https://docs.netlify.com/functions/api/' },
    { path: 'Context.new.ip', role: 'reads-caller', from: 'ip', source: 'https://docs.netlify.com/functions/api/' },
    {
      path: 'schedule',
      role: 'registers-worker',
      framework: 'netlify',
      kind: 'cron',
      handler: 1,
      source: 'https://docs.netlify.com/functions/scheduled-functions/',
    },
  ],
  { also: ['@netlify/edge-functions'] },
);

const qstash = library('@upstash/qstash', [
  ...queues(`${qstashDocs}/overall/getstarted`, words('publish publishJSON batch batchJSON queue().enqueue queue().enqueueJSON schedules.create trigger'), [
    'Client.new',
  ]),
  {
    path: 'Receiver.new.verify',
    role: 'verifies-token',
    outcome: { kind: 'throws' },
    trust: 'machine',
    scheduled: true,
    of: 0,
    mechanism: 'QStash Receiver.verify()',
    source: `${qstashDocs}/howto/signature`,
  },
]);
const qstashNext = library(
  '@upstash/qstash/nextjs',
  each(['verifySignature', 'verifySignatureAppRouter', 'verifySignatureEdge'], {
    role: 'verifies-identity',
    outcome: wraps,
    trust: 'machine',
    scheduled: true,
    mechanism: 'QStash verifySignature()',
    source: `${qstashDocs}/quickstarts/vercel-nextjs`,
  }),
  { also: ['@upstash/qstash/dist/nextjs'] },
);
const workflow = library(
  '@upstash/workflow',
  [
    ...queues(`${workflowDocs}/basics/client/trigger`, ['Client.new.trigger', 'Client.new.notify']),
    ...worker('upstash-workflow', 'worker', `${workflowDocs}/basics/serve`, 0, ['serve', 'createWorkflow'], {
      handlerParams: ['@upstash/workflow#WorkflowContext.new'],
    }),
    // Requests have to carry QStash's signature once its signing keys are set.
    ...each(['serve()', 'serve().POST', 'serve().*', 'serveMany()', 'serveMany().POST', 'serveMany().*'], {
      role: 'owns-request',
      trust: 'machine',
      source: `${workflowDocs}/howto/security`,
    }),
    { path: 'WorkflowContext.new.run', role: 'calls-argument', arg: 1, with: 'opaque', source: `${workflowDocs}/basics/context` },
    { path: 'WorkflowContext.new.requestPayload', role: 'reads-caller', from: 'body', source: `${workflowDocs}/basics/context` },
    ...queues(`${workflowDocs}/basics/context`, ['WorkflowContext.new.invoke', 'WorkflowContext.new.notify']),
    { path: 'WorkflowContext.new.call', role: 'requests', url: '1.url', source: `${workflowDocs}/basics/context/call` },
  ],
  {
    also: words(`
    @upstash/workflow/nextjs @upstash/workflow/hono @upstash/workflow/express @upstash/workflow/cloudflare @upstash/workflow/svelte @upstash/workflow/h3
    @upstash/workflow/solidjs @upstash/workflow/astro @upstash/workflow/tanstack
  `),
  },
);

const inngest = library(
  'inngest',
  [
    ...queues(`${inngestDocs}/reference/events/send`, ['Inngest.new.send', '$context.step.sendEvent', '$context.step.invoke']),
    ...[1, 2].flatMap((handler) =>
      worker('inngest', 'worker', `${inngestDocs}/reference/functions/create`, handler, ['Inngest.new.createFunction'], {
        handlerParams: ['inngest#$context'],
      }),
    ),
    { path: '$context.step.run', role: 'calls-argument', arg: 1, with: 'opaque', source: `${inngestDocs}/reference/functions/step-run` },
    {
      path: '$context.step.ai.infer',
      role: 'costs-money',
      vendor: 'inngest-ai',
      kind: 'ai',
      source: `${inngestDocs}/features/inngest-functions/steps-workflows/step-ai-orchestration`,
    },
    ...each(['serve', 'serve()', 'serve().*'], { role: 'owns-request', trust: 'machine', source: `${inngestDocs}/learn/serving-inngest-functions` }),
  ],
  {
    also: words(`
  inngest/next inngest/express inngest/hono inngest/fastify inngest/koa inngest/h3 inngest/nuxt inngest/nitro inngest/remix inngest/sveltekit
  inngest/astro inngest/cloudflare inngest/lambda inngest/edge inngest/deno/fresh inngest/bun
`),
  },
);

const tasks = ['trigger', 'batchTrigger', 'triggerAndWait', 'batchTriggerAndWait', 'triggerAndPoll'];
const trigger = library(
  '@trigger.dev/sdk',
  [
    ...worker('trigger.dev', 'worker', `${triggerDocs}/tasks/overview`, '0.run', ['task', 'schemaTask']),
    ...worker('trigger.dev', 'cron', `${triggerDocs}/tasks/scheduled`, '0.run', ['schedules.task']),
    ...worker('trigger.dev', 'worker', `${triggerDocs}/v2/guides/using-tasks`, '0.run', ['TriggerClient.new.defineJob']),
    ...queues(`${triggerDocs}/triggering`, tasks, ['tasks', 'task()', 'schemaTask()', 'schedules.task()', 'batch']),
    ...queues(
      `${triggerDocs}/tasks/scheduled`,
      words('schedules.create schedules.update schedules.del TriggerClient.new.sendEvent runs.replay runs.cancel runs.reschedule'),
    ),
  ],
  { also: ['@trigger.dev/sdk/v3'] },
);

const bullmq = library('bullmq', [
  ...queues(bullDocs, [
    'Queue.new.add',
    'Queue.new.addBulk',
    'Queue.new.upsertJobScheduler',
    'QueuePro.new.add',
    'FlowProducer.new.add',
    'FlowProducer.new.addBulk',
  ]),
  ...worker('bullmq', 'worker', bullDocs, 1, ['Worker.new']),
]);

const others = [
  library('bull', [
    ...queues('https://github.com/OptimalBits/bull#readme', ['add', 'addBulk'], ['default.new']),
    ...worker('bull', 'worker', 'https://github.com/OptimalBits/bull#readme', 0, ['default.new.process']),
    ...worker('bull', 'worker', 'https://github.com/OptimalBits/bull#readme', 1, ['default.new.process']),
  ]),
  library('bee-queue', [
    ...queues('https://github.com/bee-queue/bee-queue#readme', ['default.new.createJob().save']),
    ...worker('bee-queue', 'worker', 'https://github.com/bee-queue/bee-queue#readme', 0, ['default.new.process']),
  ]),
  library(
    'pg-boss',
    [
      ...queues(
        'https://timgit.github.io/pg-boss/',
        ['send', 'sendAfter', 'sendThrottled', 'sendDebounced', 'sendSingleton', 'publish', 'insert', 'schedule'],
        ['default.new'],
      ),
      ...[1, 2].flatMap((handler) => worker('pg-boss', 'worker', 'https://timgit.github.io/pg-boss/', handler, ['default.new.work'])),
    ],
    { same: { 'PgBoss.new': 'default.new' } },
  ),
  library('@temporalio/worker', [
    {
      path: 'Worker.create',
      role: 'registers-table',
      framework: 'temporal',
      kind: 'worker',
      table: '0.activities',
      source: 'https://docs.temporal.io/develop/typescript/core-application#run-a-dev-worker',
    },
  ]),
  library('graphile-worker', [
    ...each(['run', 'runOnce'], {
      role: 'registers-table',
      framework: 'graphile-worker',
      kind: 'worker',
      table: '0.taskList',
      source: 'https://worker.graphile.org/docs/library/run',
    }),
    ...queues('https://worker.graphile.org/docs', ['makeWorkerUtils().addJob', 'quickAddJob', 'WorkerUtils.new.addJob', 'JobHelpers.new.addJob']),
  ]),
  library('node-cron', worker('node-cron', 'cron', 'https://nodecron.com/', 1, ['schedule']), { same: { 'default.schedule': 'schedule' } }),
  library('cron', [
    ...worker('cron', 'cron', 'https://github.com/kelektiv/node-cron#readme', 1, ['CronJob.new']),
    ...worker('cron', 'cron', 'https://github.com/kelektiv/node-cron#readme', '0.onTick', ['CronJob.from']),
  ]),
  library(
    'croner',
    [1, 2].flatMap((handler) => worker('croner', 'cron', 'https://croner.56k.guru/', handler, ['Cron.new', 'Cron'])),
  ),
  library(
    'node-schedule',
    [1, 2].flatMap((handler) => worker('node-schedule', 'cron', 'https://github.com/node-schedule/node-schedule#readme', handler, ['scheduleJob'])),
    { same: { 'default.scheduleJob': 'scheduleJob' } },
  ),
  library('agenda', [
    ...queues('https://github.com/agenda/agenda#readme', ['now', 'schedule', 'every', 'create'], ['Agenda.new', 'default.new']),
    ...[1, 2].flatMap((handler) => worker('agenda', 'worker', 'https://github.com/agenda/agenda#readme', handler, ['Agenda.new.define', 'default.new.define'])),
  ]),
  library('@aws-sdk/client-sqs', queues(sqsDocs, ['SendMessageCommand.new', 'SendMessageBatchCommand.new', 'SQS.new.sendMessage', 'SQS.new.sendMessageBatch'])),
  library(
    '@aws-sdk/client-lambda',
    queues('https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/lambda/', ['InvokeCommand.new', 'InvokeAsyncCommand.new', 'Lambda.new.invoke']),
  ),
  library(
    '@aws-sdk/client-eventbridge',
    queues('https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/eventbridge/', ['PutEventsCommand.new', 'EventBridge.new.putEvents']),
  ),
  library(
    '@aws-sdk/client-sfn',
    queues('https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sfn/', [
      'StartExecutionCommand.new',
      'StartSyncExecutionCommand.new',
      'SFN.new.startExecution',
    ]),
  ),
  library(
    '@google-cloud/tasks',
    queues('https://cloud.google.com/nodejs/docs/reference/tasks/latest', [
      'CloudTasksClient.new.createTask',
      'v2.CloudTasksClient.new.createTask',
      'default.CloudTasksClient.new.createTask',
    ]),
  ),
  library(
    '@google-cloud/pubsub',
    queues('https://cloud.google.com/nodejs/docs/reference/pubsub/latest', [
      'PubSub.new.topic().publishMessage',
      'PubSub.new.topic().publish',
      'PubSub.new.topic().publishJSON',
    ]),
  ),
  library('kafkajs', [
    ...queues('https://kafka.js.org/docs/producing', ['Kafka.new.producer().send', 'Kafka.new.producer().sendBatch', 'Producer.new.send']),
    ...worker('kafka', 'worker', 'https://kafka.js.org/docs/consuming', '0.eachMessage', ['Kafka.new.consumer().run']),
    ...worker('kafka', 'worker', 'https://kafka.js.org/docs/consuming', '0.eachBatch', ['Kafka.new.consumer().run']),
  ]),
  library('amqplib', [
    ...queues('https://amqp-node.github.io/amqplib/', [
      'connect().createChannel().sendToQueue',
      'connect().createChannel().publish',
      'connect().createConfirmChannel().sendToQueue',
      'connect().createConfirmChannel().publish',
      'Channel.new.sendToQueue',
      'Channel.new.publish',
    ]),
    ...worker('amqp', 'worker', 'https://amqp-node.github.io/amqplib/', 1, ['connect().createChannel().consume', 'Channel.new.consume']),
  ]),
  // A workflow runs in requests of its own, which the run's queue sends.
  library('workflow/api', queues('https://useworkflow.dev/docs/api-reference/workflow-api/start', ['start', 'resumeHook', 'resumeWebhook']), {
    also: ['workflow/runtime', '@workflow/core/runtime'],
  }),
  library(
    '@temporalio/client',
    queues('https://docs.temporal.io/develop/typescript', [
      'Client.new.workflow.start',
      'Client.new.workflow.execute',
      'Client.new.workflow.signalWithStart',
      'WorkflowClient.new.start',
      'WorkflowClient.new.execute',
    ]),
  ),
  library(
    '@restatedev/restate-sdk-clients',
    queues('https://docs.restate.dev/', ['connect().serviceSendClient().*', 'connect().workflowClient().workflowSubmit', 'connect().objectSendClient().*']),
  ),
  library(
    'nitropack/runtime',
    [
      {
        path: 'defineTask',
        role: 'registers-worker',
        framework: 'nitro',
        kind: 'worker',
        handler: '0.run',
        source: 'https://nitro.build/guide/tasks',
      },
    ],
    { also: ['#imports', 'nitro/task'] },
  ),
  library('@vercel/queue', [
    ...queues('https://vercel.com/docs/queues', ['send']),
    ...each(['handleCallback()', 'handleCallback().*'], { role: 'owns-request', trust: 'machine', source: 'https://vercel.com/docs/queues' }),
  ]),
  library('@defer/client', [{ path: 'defer()', role: 'queues', source: 'https://www.defer.run/docs' }]),
  library(
    'quirrel/next',
    [
      ...each(['Queue()', 'CronJob()'], { role: 'owns-request', trust: 'machine', source: 'https://docs.quirrel.dev/' }),
      ...queues('https://docs.quirrel.dev/', ['Queue().enqueue', 'Queue().enqueueMany']),
    ],
    { also: ['quirrel/next-app'] },
  ),
  library('liteque', [...queues('https://github.com/karakeep-app/liteque#readme', ['SqliteQueue.new.enqueue'])]),
];

export default [vercelFunctions, cloudflareWorkers, cloudflareTypes, openNext, netlify, qstash, qstashNext, workflow, inngest, trigger, bullmq, ...others];
