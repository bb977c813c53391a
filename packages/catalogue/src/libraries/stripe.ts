import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://docs.stripe.com/api';

/** Methods that change something at Stripe; resources nest one or two deep (`customers`, `checkout.sessions`). Reads cost nothing. */
const changes = words(`
  create update del cancel capture confirm pay refund expire finalizeInvoice sendInvoice voidInvoice markUncollectible addLines removeLines updateLines
  updateLineItem attach detach resume release migrate accept finalizeQuote reject approve decline close reverse deleteDiscount deleteWhere
  applyCustomerBalance incrementAuthorization createRefund createReversal createLoginLink createExternalAccount updateExternalAccount
  deleteExternalAccount createPerson updatePerson deletePerson createSource updateSource deleteSource verifySource createBalanceTransaction createTaxId
  deleteTaxId createPreview submit voidCreditNote verifyMicrodeposits increment
`);
const resources = ['default.new.*', 'default.new.*.*', 'default.new.*.*.*'];

const webhook = (path: string): Row => ({
  path: `default.new.webhooks.${path}`,
  role: 'verifies-token',
  outcome: { kind: 'throws' },
  trust: 'machine',
  of: 1,
  mechanism: `stripe.webhooks.${path}`,
  source: 'https://docs.stripe.com/webhooks/signature',
});

export default library(
  'stripe',
  [
    webhook('constructEvent'),
    webhook('constructEventAsync'),
    {
      path: 'default.new.parseEventNotification',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      trust: 'machine',
      of: 1,
      mechanism: 'stripe.parseEventNotification',
      source: 'https://docs.stripe.com/webhooks/signature',
    },
    {
      path: 'default.new.parseThinEvent',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      trust: 'machine',
      of: 1,
      mechanism: 'stripe.parseThinEvent',
      source: 'https://docs.stripe.com/webhooks/signature',
    },
    ...each(
      ['webhooks.signature.verifyHeader', 'webhooks.signature.verifyHeaderAsync'],
      {
        role: 'verifies-token',
        outcome: { kind: 'throws' },
        trust: 'machine',
        of: 1,
        mechanism: 'stripe.webhooks.signature',
        source: 'https://docs.stripe.com/webhooks/signature',
      },
      ['default.new'],
    ),
    ...each(changes, { role: 'costs-money', vendor: 'stripe', kind: 'payments', source: docs }, resources),
    {
      path: 'default.new.rawRequest',
      role: 'costs-money',
      vendor: 'stripe',
      kind: 'payments',
      source: 'https://github.com/stripe/stripe-node#custom-requests',
    },
  ],
  { same: { Stripe: 'default', 'default.Stripe': 'default' } },
);
