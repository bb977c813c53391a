import { library } from '../library.js';

const docs = 'https://docs.stripe.com/api';

export default library(
  'stripe',
  [
    { path: 'default.new.webhooks.constructEvent', role: 'verifies-token', outcome: { kind: 'throws' }, trust: 'machine', of: 1, source: 'https://docs.stripe.com/webhooks/signature' },
    { path: 'default.new.webhooks.constructEventAsync', role: 'verifies-token', outcome: { kind: 'throws' }, trust: 'machine', of: 1, source: 'https://docs.stripe.com/webhooks/signature' },
    { path: 'default.new.checkout.sessions.create', role: 'costs-money', vendor: 'stripe', kind: 'payments', source: `${docs}/checkout/sessions/create` },
  ],
  { same: { Stripe: 'default' } },
);
