/** Signatures of webhooks, and uploads that come with a token. */
import { each, library } from '../library.js';
import type { Outcome, Row } from '../roles.js';
import { words } from '../words.js';

const throws: Outcome = { kind: 'throws' };
const boolean: Outcome = { kind: 'boolean' };

/** `of`: the argument that comes from the caller and cannot be forged: the signature, or the headers that hold it. */
const signature = (paths: readonly string[], outcome: Outcome, of: number, mechanism: string, source: string): Row[] =>
  each(paths, { role: 'verifies-token', outcome, trust: 'machine', of, mechanism, source });

export default [
  library('svix', signature(['Webhook.new.verify'], throws, 1, 'svix Webhook.verify()', 'https://docs.svix.com/receiving/verifying-payloads/how')),
  library(
    'standardwebhooks',
    signature(['Webhook.new.verify'], throws, 1, 'standardwebhooks Webhook.verify()', 'https://github.com/standard-webhooks/standard-webhooks'),
  ),
  library('@octokit/webhooks', [
    ...signature(['Webhooks.new.verify'], boolean, 1, '@octokit/webhooks verify()', 'https://github.com/octokit/webhooks.js#readme'),
    ...signature(['Webhooks.new.verifyAndReceive'], throws, 0, '@octokit/webhooks verifyAndReceive()', 'https://github.com/octokit/webhooks.js#readme'),
    ...each(['createNodeMiddleware', 'createNodeMiddleware()', 'createWebMiddleware', 'createWebMiddleware()'], {
      role: 'owns-request',
      trust: 'machine',
      source: 'https://github.com/octokit/webhooks.js#readme',
    }),
  ]),
  library(
    '@octokit/webhooks-methods',
    signature(['verify', 'verifyWithFallback'], boolean, 2, '@octokit/webhooks-methods verify()', 'https://github.com/octokit/webhooks-methods.js#readme'),
  ),
  library('octokit', signature(['App.new.webhooks.verify'], boolean, 1, 'octokit webhooks.verify()', 'https://github.com/octokit/octokit.js#readme')),
  library('probot', [
    ...each(['createNodeMiddleware', 'createNodeMiddleware()'], { role: 'owns-request', trust: 'machine', source: 'https://probot.github.io/docs/' }),
  ]),
  library('discord-interactions', [
    ...signature(['verifyKey'], boolean, 1, 'discord-interactions verifyKey()', 'https://github.com/discord/discord-interactions-js#readme'),
    {
      path: 'verifyKeyMiddleware',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      trust: 'machine',
      mechanism: 'verifyKeyMiddleware()',
      source: 'https://github.com/discord/discord-interactions-js#readme',
    },
  ]),
  library('tweetnacl', signature(['default.sign.detached.verify'], boolean, 1, 'nacl.sign.detached.verify()', 'https://github.com/dchest/tweetnacl-js#readme')),
  library('@slack/bolt', [
    ...each(['ExpressReceiver.new.router', 'App.new', 'AwsLambdaReceiver.new.start'], {
      role: 'owns-request',
      trust: 'machine',
      source: 'https://docs.slack.dev/tools/bolt-js',
    }),
  ]),
  library('@slack/events-api', [
    ...each(['createEventAdapter().expressMiddleware', 'createEventAdapter().requestListener'], {
      role: 'owns-request',
      trust: 'machine',
      source: 'https://docs.slack.dev/',
    }),
  ]),
  library('@line/bot-sdk', [
    ...signature(['validateSignature'], boolean, 2, 'LINE validateSignature()', 'https://line.github.io/line-bot-sdk-nodejs/'),
    {
      path: 'middleware',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      trust: 'machine',
      mechanism: 'LINE middleware()',
      source: 'https://line.github.io/line-bot-sdk-nodejs/',
    },
  ]),
  library(
    '@sendgrid/eventwebhook',
    signature(
      ['EventWebhook.new.verifySignature'],
      boolean,
      2,
      'SendGrid verifySignature()',
      'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
    ),
  ),
  library('@mux/mux-node', [
    ...signature(
      ['default.new.webhooks.unwrap', 'default.new.webhooks.verifySignature'],
      throws,
      1,
      'Mux webhooks.verifySignature()',
      'https://docs.mux.com/guides/listen-for-webhooks',
    ),
    ...signature(
      ['Webhooks.verifyHeader', 'default.Webhooks.verifyHeader'],
      throws,
      1,
      'Mux Webhooks.verifyHeader()',
      'https://docs.mux.com/guides/listen-for-webhooks',
    ),
  ]),
  library('@liveblocks/node', [
    ...signature(['WebhookHandler.new.verifyRequest'], throws, 0, 'Liveblocks verifyRequest()', 'https://liveblocks.io/docs/platform/webhooks'),
  ]),
  library(
    'livekit-server-sdk',
    signature(['WebhookReceiver.new.receive'], throws, 1, 'LiveKit WebhookReceiver.receive()', 'https://docs.livekit.io/home/server/webhooks/'),
  ),
  library('@sanity/webhook', [
    ...signature(['isValidSignature'], boolean, 1, 'Sanity isValidSignature()', 'https://github.com/sanity-io/webhook-toolkit#readme'),
    ...signature(['assertValidSignature'], throws, 1, 'Sanity assertValidSignature()', 'https://github.com/sanity-io/webhook-toolkit#readme'),
    ...each(['isValidRequest'], {
      role: 'verifies-identity',
      outcome: boolean,
      trust: 'machine',
      mechanism: 'Sanity isValidRequest()',
      source: 'https://github.com/sanity-io/webhook-toolkit#readme',
    }),
    ...each(['assertValidRequest'], {
      role: 'verifies-identity',
      outcome: throws,
      trust: 'machine',
      mechanism: 'Sanity assertValidRequest()',
      source: 'https://github.com/sanity-io/webhook-toolkit#readme',
    }),
    {
      path: 'requireSignedRequest',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      trust: 'machine',
      mechanism: 'Sanity requireSignedRequest()',
      source: 'https://github.com/sanity-io/webhook-toolkit#readme',
    },
  ]),
  library('next-sanity/webhook', [
    {
      path: 'parseBody',
      role: 'verifies-identity',
      outcome: { kind: 'boolean', field: 'isValidSignature' },
      trust: 'machine',
      mechanism: 'Sanity parseBody()',
      source: 'https://github.com/sanity-io/next-sanity#readme',
    },
  ]),
  library('@shopify/shopify-api', [
    ...each(['shopifyApi().webhooks.process', 'shopifyApi().webhooks.validate'], {
      role: 'verifies-identity',
      outcome: throws,
      trust: 'machine',
      mechanism: 'Shopify webhooks.process()',
      source: 'https://github.com/Shopify/shopify-app-js',
    }),
    ...signature(['shopifyApi().session.decodeSessionToken'], throws, 0, 'Shopify decodeSessionToken()', 'https://github.com/Shopify/shopify-app-js'),
  ]),
  library(
    '@shopify/shopify-app-remix/server',
    [
      {
        path: 'shopifyApp().authenticate.webhook',
        role: 'verifies-identity',
        outcome: throws,
        trust: 'machine',
        mechanism: 'Shopify authenticate.webhook()',
        source: 'https://shopify.dev/docs/api/shopify-app-remix',
      },
      ...each(
        [
          'shopifyApp().authenticate.admin',
          'shopifyApp().authenticate.public.appProxy',
          'shopifyApp().authenticate.public.checkout',
          'shopifyApp().authenticate.flow',
        ],
        { role: 'verifies-identity', outcome: throws, mechanism: 'Shopify authenticate.admin()', source: 'https://shopify.dev/docs/api/shopify-app-remix' },
      ),
      { path: 'shopifyApp().login', role: 'signs-in', source: 'https://shopify.dev/docs/api/shopify-app-remix' },
    ],
    { also: ['@shopify/shopify-app-react-router/server'] },
  ),
  library('@notionhq/client', [
    {
      path: 'verifyWebhookSignature',
      role: 'verifies-token',
      outcome: boolean,
      trust: 'machine',
      of: 0,
      mechanism: 'Notion verifyWebhookSignature()',
      source: 'https://developers.notion.com/reference/webhooks',
    },
  ]),
  library(
    '@linear/sdk',
    [
      ...signature(
        ['LinearWebhooks.new.verify', 'LinearWebhookClient.new.verify'],
        boolean,
        1,
        'Linear webhooks verify()',
        'https://linear.app/developers/webhooks',
      ),
      ...signature(
        ['LinearWebhooks.new.parseData', 'LinearWebhookClient.new.parseData'],
        throws,
        1,
        'Linear webhooks parseData()',
        'https://linear.app/developers/webhooks',
      ),
    ],
    { also: ['@linear/sdk/webhooks'] },
  ),
  library('@vercel/blob/client', [
    // The callback runs before a token for the upload is handed out, and what it throws comes out of handleUpload.
    {
      path: 'handleUpload',
      role: 'calls-argument',
      arg: '0.onBeforeGenerateToken',
      with: 'opaque',
      source: 'https://vercel.com/docs/vercel-blob/using-blob-sdk#handleupload',
    },
    { path: 'handleUpload', role: 'writes-elsewhere', source: 'https://vercel.com/docs/vercel-blob/using-blob-sdk#handleupload' },
    { path: 'generateClientTokenFromReadWriteToken', role: 'writes-elsewhere', source: 'https://vercel.com/docs/vercel-blob/using-blob-sdk' },
  ]),
  library(
    'uploadthing/next',
    [
      {
        path: 'createUploadthing()',
        role: 'builder',
        framework: 'uploadthing',
        middlewareParams: ['uploadthing/next#$upload'],
        handlerParams: ['uploadthing/next#$upload'],
        source: 'https://docs.uploadthing.com/file-routes',
      },
      { path: 'createUploadthing()().input', role: 'builder', framework: 'uploadthing', source: 'https://docs.uploadthing.com/file-routes' },
      // Throws to refuse; what it returns is the metadata of onUploadComplete.
      { path: 'createUploadthing()().middleware', role: 'builder-use', arg: 0, source: 'https://docs.uploadthing.com/file-routes#middleware' },
      {
        path: 'createUploadthing()().onUploadComplete',
        role: 'builder-handler',
        kind: 'mutation',
        arg: 0,
        source: 'https://docs.uploadthing.com/file-routes#onuploadcomplete',
      },
      ...each(
        [
          'createRouteHandler',
          'createRouteHandler()',
          'createRouteHandler().*',
          'createNextRouteHandler()',
          'createNextRouteHandler().*',
          'createNextPageApiHandler()',
        ],
        { role: 'owns-request', source: 'https://docs.uploadthing.com/api-reference/server' },
      ),
      { path: '$upload.req', role: 'reads-caller', from: 'request', source: 'https://docs.uploadthing.com/file-routes#middleware' },
    ],
    {
      also: words(
        'uploadthing/server uploadthing/express uploadthing/h3 uploadthing/fastify uploadthing/next-legacy uploadthing/remix uploadthing/effect-platform',
      ),
      same: {
        'createUploadthing()().middleware()': 'createUploadthing()()',
        'createUploadthing()().input()': 'createUploadthing()()',
        'createUploadthing()().onUploadError()': 'createUploadthing()()',
      },
    },
  ),
];
