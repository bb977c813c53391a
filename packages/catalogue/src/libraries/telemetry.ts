/** Product analytics: what only enqueues, what waits for the network, what waits for everything. */
import { each, library } from '../library.js';
import { enqueues, flushes, sends } from '../row-lists.js';
import { words } from '../words.js';

const events = ['track', 'identify', 'page', 'screen', 'group', 'alias'];
const posthogDocs = 'https://posthog.com/docs/libraries/node';
const segmentDocs = 'https://segment.com/docs/connections/sources/catalog/libraries/server/node/';
const amplitudeDocs = 'https://amplitude.com/docs/sdks/analytics/node/node-js-sdk';
const segmentLike = (name: string, vendor: string, source: string, client: string, also: readonly string[] = []) =>
  library(name, [...enqueues(vendor, source, events, [client]), ...flushes(vendor, source, ['flush', 'closeAndFlush'], [client])], { also });

export default [
  library(
    'posthog-node',
    [
      ...enqueues('posthog', posthogDocs, ['capture', 'identify', 'alias', 'groupIdentify', 'captureException', 'captureLog', 'captureAi'], ['PostHog.new']),
      ...sends(
        'posthog',
        posthogDocs,
        ['captureImmediate', 'identifyImmediate', 'aliasImmediate', 'groupIdentifyImmediate', 'captureExceptionImmediate', 'captureAiImmediate'],
        ['PostHog.new'],
      ),
      ...flushes('posthog', posthogDocs, ['flush', 'shutdown', '_shutdown', 'shutdownAsync', 'flushAsync'], ['PostHog.new']),
    ],
    { also: ['posthog-node/*'], same: { 'default.new': 'PostHog.new' } },
  ),
  segmentLike('@segment/analytics-node', 'segment', segmentDocs, 'Analytics.new'),
  segmentLike('analytics-node', 'segment', segmentDocs, 'default.new'),
  segmentLike(
    '@rudderstack/rudder-sdk-node',
    'rudderstack',
    'https://www.rudderstack.com/docs/sources/event-streams/sdks/rudderstack-node-sdk/',
    'default.new',
  ),
  segmentLike('@june-so/analytics-node', 'june', 'https://www.june.so/docs', 'Analytics.new'),
  library('@amplitude/analytics-node', [
    ...enqueues('amplitude', amplitudeDocs, ['track', 'logEvent', 'identify', 'groupIdentify', 'revenue', 'setGroup'], ['', 'createInstance()']),
    ...sends(
      'amplitude',
      amplitudeDocs,
      ['track().promise', 'logEvent().promise', 'identify().promise', 'groupIdentify().promise', 'revenue().promise', 'setGroup().promise'],
      ['', 'createInstance()'],
    ),
    ...flushes('amplitude', amplitudeDocs, ['flush', 'flush().promise'], ['', 'createInstance()']),
  ]),
  // Every call is a request of its own; it answers through a callback.
  library(
    'mixpanel',
    enqueues(
      'mixpanel',
      'https://docs.mixpanel.com/docs/tracking-methods/sdks/nodejs',
      ['track', 'track_batch', 'import', 'import_batch', 'alias', 'people.*', 'groups.*'],
      ['init()'],
    ),
    { same: { 'default.init()': 'init()' } },
  ),
  library('@vercel/analytics/server', sends('vercel-analytics', 'https://vercel.com/docs/analytics/custom-events', ['track'])),
  library('@jitsu/js', sends('jitsu', 'https://docs.jitsu.com/sending-data/npm', ['track', 'identify', 'page'], ['jitsuAnalytics()', 'emptyAnalytics']), {
    same: { 'AnalyticsInterface.new': 'jitsuAnalytics()' },
  }),
  library('dub', sends('dub', 'https://dub.co/docs/sdks/typescript', ['track.lead', 'track.sale'], ['Dub.new']), { same: { 'default.new': 'Dub.new' } }),
  library('@dub/analytics', [...sends('dub', 'https://dub.co/docs/sdks/client-side', ['trackLead', 'trackSale', 'trackClick'])]),
  library('statsig-node', [
    ...enqueues('statsig', 'https://docs.statsig.com/server/nodejsServerSDK', ['default.logEvent', 'default.logEventObject']),
    ...flushes('statsig', 'https://docs.statsig.com/server/nodejsServerSDK', ['default.flush', 'default.shutdown', 'default.shutdownAsync']),
  ]),
  library('@statsig/statsig-node-core', [
    ...enqueues('statsig', 'https://docs.statsig.com/server-core/node-core', ['Statsig.new.logEvent']),
    ...flushes('statsig', 'https://docs.statsig.com/server-core/node-core', ['Statsig.new.flushEvents', 'Statsig.new.shutdown']),
  ]),
  library(
    '@launchdarkly/node-server-sdk',
    [
      ...enqueues('launchdarkly', 'https://launchdarkly.com/docs/sdk/server-side/node-js', ['init().track', 'init().identify']),
      ...flushes('launchdarkly', 'https://launchdarkly.com/docs/sdk/server-side/node-js', ['init().flush', 'init().close']),
    ],
    {
      also: ['launchdarkly-node-server-sdk', '@launchdarkly/vercel-server-sdk', '@launchdarkly/cloudflare-server-sdk'],
      same: { 'LDClient.new': 'init()' },
    },
  ),
  library(
    '@openpanel/sdk',
    sends(
      'openpanel',
      'https://openpanel.dev/docs/sdks/javascript',
      ['track', 'identify', 'alias', 'increment', 'decrement', 'upsertGroup', 'setGroup', 'setGroups', 'revenue'],
      ['OpenPanel.new'],
    ),
    { also: ['@openpanel/nextjs', '@openpanel/express', '@openpanel/web', '@openpanel/astro'], same: { 'OpenpanelSdk.new': 'OpenPanel.new' } },
  ),
  library(
    '@logsnag/node',
    sends('logsnag', 'https://docs.logsnag.com/sdks/node', ['track', 'publish', 'identify', 'group', 'insight.track', 'insight.increment'], ['LogSnag.new']),
    { also: ['logsnag', '@logsnag/next', '@logsnag/next/server'] },
  ),
  library('customerio-node', [
    ...sends(
      'customerio',
      'https://github.com/customerio/customerio-node#readme',
      ['identify', 'track', 'trackAnonymous', 'trackPageView', 'trackPush', 'mergeCustomers'],
      ['TrackClient.new'],
    ),
    ...each(
      ['sendEmail', 'sendPush', 'sendSMS', 'triggerBroadcast'],
      { role: 'costs-money', vendor: 'customerio', kind: 'mail', source: 'https://github.com/customerio/customerio-node#readme' },
      ['APIClient.new'],
    ),
  ]),
  library(
    '@umami/node',
    sends('umami', 'https://umami.is/docs/api/node-client', ['default.track', 'default.identify', 'Umami.new.track', 'Umami.new.identify']),
  ),
  library('plausible-tracker', enqueues('plausible', 'https://github.com/plausible/plausible-tracker#readme', ['trackEvent', 'trackPageview'], ['default()'])),
  // Data that a product is made of more often than telemetry about it.
  library(
    '@chronark/zod-bird',
    [{ path: 'Tinybird.new.buildIngestEndpoint()', role: 'writes-elsewhere', source: 'https://github.com/chronark/zod-bird#readme' }],
    { also: ['@tinybirdco/zod-bird'] },
  ),
  library(
    'intercom-client',
    each(
      words(`
    events.create contacts.create contacts.createUser contacts.createLead contacts.update messages.create conversations.create
    conversations.replyByIdAsAdmin tags.create users.create users.update
  `),
      { role: 'writes-elsewhere', source: 'https://developers.intercom.com/docs' },
      ['Client.new', 'IntercomClient.new'],
    ),
  ),
];
