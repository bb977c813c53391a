/** Payment services other than Stripe. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const pays = (vendor: string, source: string, prefixes: readonly string[], paths: readonly string[]): Row[] =>
  each(paths, { role: 'costs-money', vendor, kind: 'payments', source }, prefixes);
const webhook = (path: string, mechanism: string, of: number, source: string): Row => ({
  path,
  role: 'verifies-token',
  outcome: { kind: 'throws' },
  trust: 'machine',
  of,
  mechanism,
  source,
});

export default [
  library('@paddle/paddle-node-sdk', [
    ...pays(
      'paddle',
      'https://developer.paddle.com/api-reference/overview',
      ['Paddle.new.*'],
      words('create update archive cancel pause resume activate createOneTimeCharge delete preview'),
    ),
    webhook('Paddle.new.webhooks.unmarshal', 'Paddle webhooks.unmarshal()', 2, 'https://developer.paddle.com/webhooks/signature-verification'),
    {
      path: 'Paddle.new.webhooks.isSignatureValid',
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 2,
      mechanism: 'Paddle webhooks.isSignatureValid()',
      source: 'https://developer.paddle.com/webhooks/signature-verification',
    },
  ]),
  library(
    '@lemonsqueezy/lemonsqueezy.js',
    pays(
      'lemonsqueezy',
      'https://github.com/lmsqueezy/lemonsqueezy.js/wiki',
      [''],
      words(`
    createCheckout createCustomer updateCustomer archiveCustomer updateSubscription cancelSubscription updateSubscriptionItem createUsageRecord
    createDiscount deleteDiscount createWebhook updateWebhook deleteWebhook activateLicense validateLicense deactivateLicense issueOrderRefund
    issueSubscriptionInvoiceRefund generateOrderInvoice
  `),
    ),
  ),
  library(
    '@polar-sh/sdk',
    pays(
      'polar',
      'https://polar.sh/docs/api-reference',
      ['Polar.new.*', 'Polar.new.*.*'],
      ['create', 'update', 'cancel', 'refund', 'revoke', 'delete', 'ingest', 'activate', 'validate'],
    ),
  ),
  library('@polar-sh/sdk/webhooks', [webhook('validateEvent', 'Polar validateEvent()', 1, 'https://polar.sh/docs/integrate/webhooks/delivery')]),
  library(
    '@polar-sh/nextjs',
    [
      { path: 'Webhooks', role: 'owns-request', trust: 'machine', source: 'https://polar.sh/docs/integrate/sdk/adapters/nextjs' },
      { path: 'Webhooks()', role: 'owns-request', trust: 'machine', source: 'https://polar.sh/docs/integrate/sdk/adapters/nextjs' },
      ...each(['Checkout()', 'CustomerPortal()'], { role: 'owns-request', source: 'https://polar.sh/docs/integrate/sdk/adapters/nextjs' }),
    ],
    {
      also: words(
        '@polar-sh/express @polar-sh/hono @polar-sh/fastify @polar-sh/sveltekit @polar-sh/remix @polar-sh/astro @polar-sh/nuxt @polar-sh/tanstack-start',
      ),
    },
  ),
  library(
    '@mollie/api-client',
    pays(
      'mollie',
      'https://docs.mollie.com/reference',
      ['default().*', 'createMollieClient().*'],
      ['create', 'update', 'cancel', 'delete', 'revoke', 'refund'],
    ),
  ),
  library('razorpay', [
    ...pays('razorpay', 'https://razorpay.com/docs/api', ['default.new.*'], ['create', 'edit', 'capture', 'refund', 'cancel', 'pause', 'resume']),
    {
      path: 'default.validateWebhookSignature',
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 1,
      mechanism: 'Razorpay validateWebhookSignature()',
      source: 'https://razorpay.com/docs/webhooks/validate-test/',
    },
  ]),
  library(
    'razorpay/dist/utils/razorpay-utils',
    [
      ...each(['validateWebhookSignature', 'validatePaymentVerification'], {
        role: 'verifies-token',
        outcome: { kind: 'boolean' },
        trust: 'machine',
        of: 1,
        mechanism: 'Razorpay signature',
        source: 'https://razorpay.com/docs/webhooks/validate-test/',
      }),
    ],
    { also: ['razorpay/dist/utils/razorpay-utils.js'] },
  ),
  library('square', [
    ...pays(
      'square',
      'https://developer.squareup.com/reference/square',
      ['SquareClient.new.*', 'SquareClient.new.*.*'],
      ['create', 'update', 'cancel', 'complete', 'delete', 'pay', 'refundPayment', 'charge', 'calculate'],
    ),
    ...pays(
      'square',
      'https://developer.squareup.com/reference/square',
      ['Client.new.*'],
      words('createPayment refundPayment createOrder updateOrder createCustomer createSubscription createPaymentLink createCard'),
    ),
    {
      path: 'WebhooksHelper.verifySignature',
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 0,
      mechanism: 'Square WebhooksHelper.verifySignature()',
      source: 'https://developer.squareup.com/docs/webhooks/step3validate',
    },
  ]),
  library(
    'braintree',
    pays(
      'braintree',
      'https://developer.paypal.com/braintree/docs/reference',
      ['BraintreeGateway.new.*', 'default.BraintreeGateway.new.*'],
      ['sale', 'create', 'update', 'refund', 'void', 'submitForSettlement', 'cancel', 'generate'],
    ),
  ),
  library('@paypal/checkout-server-sdk', pays('paypal', 'https://developer.paypal.com/api/rest/', ['core.PayPalHttpClient.new'], ['execute'])),
  library(
    '@paypal/paypal-server-sdk',
    pays(
      'paypal',
      'https://developer.paypal.com/serversdk/',
      ['OrdersController.new', 'PaymentsController.new'],
      words('createOrder ordersCreate captureOrder ordersCapture authorizeOrder ordersAuthorize refundCapturedPayment capturesRefund'),
    ),
  ),
  library('@dodopayments/sdk', [], { same: { default: 'dodopayments#default' } }),
  library(
    'dodopayments',
    pays('dodopayments', 'https://docs.dodopayments.com/api-reference', ['default.new.*', 'default.new.*.*'], ['create', 'update', 'charge', 'changePlan']),
  ),
  library('tremendous', pays('tremendous', 'https://developers.tremendous.com/', ['OrdersApi.new', 'CampaignsApi.new'], ['createOrder', 'createCampaign'])),
];
