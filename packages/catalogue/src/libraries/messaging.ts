/** Mail, text messages, chat and push: what is billed per message. */
import { each, library } from '../library.js';
import { paysFor } from '../row-lists.js';
import { words } from '../words.js';

const twilioDocs = 'https://www.twilio.com/docs/usage/api';

export default [
  library(
    'resend',
    [
      ...paysFor(
        'resend',
        'mail',
        'https://resend.com/docs/api-reference/emails/send-email',
        ['emails.send', 'emails.create', 'batch.send', 'batch.create', 'broadcasts.send', 'broadcasts.create'],
        ['Resend.new'],
      ),
      ...each(
        words(`
        contacts.create contacts.update contacts.remove audiences.create audiences.remove segments.create domains.create domains.update domains.remove
        apiKeys.create emails.update emails.cancel
      `),
        { role: 'writes-elsewhere', source: 'https://resend.com/docs/api-reference' },
        ['Resend.new'],
      ),
      {
        path: 'Resend.new.webhooks.verify',
        role: 'verifies-token',
        outcome: { kind: 'throws' },
        trust: 'machine',
        of: 0,
        mechanism: 'Resend webhooks.verify()',
        source: 'https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests',
      },
    ],
    { same: { 'default.new': 'Resend.new' } },
  ),
  library(
    '@sendgrid/mail',
    paysFor('sendgrid', 'mail', 'https://www.twilio.com/docs/sendgrid/api-reference/mail-send', [
      'default.send',
      'default.sendMultiple',
      'MailService.new.send',
      'MailService.new.sendMultiple',
    ]),
  ),
  library(
    'postmark',
    paysFor(
      'postmark',
      'mail',
      'https://postmarkapp.com/developer/api/email-api',
      ['sendEmail', 'sendEmailBatch', 'sendEmailWithTemplate', 'sendEmailBatchWithTemplates'],
      ['ServerClient.new', 'Client.new'],
    ),
  ),
  library('mailgun.js', paysFor('mailgun', 'mail', 'https://github.com/mailgun/mailgun.js#readme', ['default.new.client().messages.create'])),
  library('mailgun-js', paysFor('mailgun', 'mail', 'https://www.npmjs.com/package/mailgun-js', ['default().messages().send'])),
  library(
    'nodemailer',
    each(['createTransport().sendMail'], { role: 'costs-money', vendor: 'smtp', kind: 'mail', account: '0.auth.pass', source: 'https://nodemailer.com/smtp/' }),
    {
      same: { 'Transporter.new': 'createTransport()', 'default.Transporter.new': 'createTransport()' },
    },
  ),
  library(
    '@aws-sdk/client-ses',
    paysFor('aws-ses', 'mail', 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/ses/', [
      'SESClient.new.send',
      'SES.new.sendEmail',
      'SES.new.sendRawEmail',
      'SES.new.sendTemplatedEmail',
      'SES.new.sendBulkTemplatedEmail',
    ]),
  ),
  library(
    '@aws-sdk/client-sesv2',
    paysFor('aws-ses', 'mail', 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sesv2/', [
      'SESv2Client.new.send',
      'SESv2.new.sendEmail',
      'SESv2.new.sendBulkEmail',
    ]),
  ),
  library(
    '@getbrevo/brevo',
    paysFor('brevo', 'mail', 'https://developers.brevo.com/reference', [
      'TransactionalEmailsApi.new.sendTransacEmail',
      'TransactionalSMSApi.new.sendTransacSms',
      'BrevoClient.new.transactionalEmails.sendTransacEmail',
    ]),
    { also: ['sib-api-v3-sdk', 'sib-api-v3-typescript'] },
  ),
  library(
    'mailersend',
    paysFor('mailersend', 'mail', 'https://developers.mailersend.com/', [
      'MailerSend.new.email.send',
      'MailerSend.new.email.sendBulk',
      'MailerSend.new.sms.send',
    ]),
  ),
  library(
    'node-mailjet',
    paysFor('mailjet', 'mail', 'https://dev.mailjet.com/email/reference/', [
      'default.apiConnect().post().request',
      'default.new.post().request',
      'Client.apiConnect().post().request',
    ]),
  ),
  library(
    '@mailchimp/mailchimp_transactional',
    paysFor('mandrill', 'mail', 'https://mailchimp.com/developer/transactional/api/', ['default().messages.send', 'default().messages.sendTemplate']),
  ),
  library('plunk-node', paysFor('plunk', 'mail', 'https://docs.useplunk.com/', ['default.new.emails.send', 'default.new.events.track']), {
    also: ['@plunk/node'],
  }),
  library('zeptomail', paysFor('zeptomail', 'mail', 'https://www.zoho.com/zeptomail/help/api/', ['SendMailClient.new.sendMail'])),
  library('unsend', paysFor('unsend', 'mail', 'https://docs.unsend.dev/', ['Unsend.new.emails.send', 'Unsend.new.emails.create', 'UseSend.new.emails.send']), {
    also: ['usesend', 'usesend-js'],
  }),
  library('loops', [
    ...paysFor('loops', 'mail', 'https://loops.so/docs/sdks/javascript', ['sendTransactionalEmail', 'sendEvent'], ['LoopsClient.new']),
    ...each(['createContact', 'updateContact', 'deleteContact'], { role: 'writes-elsewhere', source: 'https://loops.so/docs/sdks/javascript' }, [
      'LoopsClient.new',
    ]),
  ]),
  library(
    'twilio',
    [
      ...paysFor(
        'twilio',
        'sms',
        twilioDocs,
        words(`
        messages.create calls.create verify.v2.services().verifications.create verify.services().verifications.create lookups.v2.phoneNumbers().fetch
        lookups.v1.phoneNumbers().fetch conversations.v1.conversations().messages.create incomingPhoneNumbers.create studio.v2.flows().executions.create
        messages().update calls().update
      `),
        ['default()'],
      ),
      {
        path: 'default().verify.v2.services().verificationChecks.create',
        role: 'verifies-token',
        outcome: { kind: 'boolean', field: 'valid' },
        mechanism: 'Twilio Verify',
        source: 'https://www.twilio.com/docs/verify/api/verification-check',
      },
      {
        path: 'validateRequest',
        role: 'verifies-token',
        outcome: { kind: 'boolean' },
        trust: 'machine',
        of: 1,
        mechanism: 'twilio.validateRequest',
        source: 'https://www.twilio.com/docs/usage/security',
      },
      {
        path: 'validateRequestWithBody',
        role: 'verifies-token',
        outcome: { kind: 'boolean' },
        trust: 'machine',
        of: 1,
        mechanism: 'twilio.validateRequestWithBody',
        source: 'https://www.twilio.com/docs/usage/security',
      },
      {
        path: 'validateExpressRequest',
        role: 'verifies-identity',
        outcome: { kind: 'boolean' },
        trust: 'machine',
        mechanism: 'twilio.validateExpressRequest',
        source: 'https://www.twilio.com/docs/usage/security',
      },
      {
        path: 'webhook',
        role: 'verifies-identity',
        outcome: { kind: 'middleware' },
        trust: 'machine',
        mechanism: 'twilio.webhook()',
        source: 'https://www.twilio.com/docs/usage/tutorials/how-to-secure-your-express-app-by-validating-incoming-twilio-requests',
      },
    ],
    {
      same: {
        'Twilio.new': 'default()',
        'default.Twilio.new': 'default()',
        'default.validateRequest': 'validateRequest',
        'default.webhook': 'webhook',
        'default.validateExpressRequest': 'validateExpressRequest',
      },
    },
  ),
  library(
    '@vonage/server-sdk',
    paysFor(
      'vonage',
      'sms',
      'https://developer.vonage.com/en/tools/node',
      ['sms.send', 'messages.send', 'voice.createOutboundCall', 'verify.start', 'verify2.newRequest', 'numberInsights.basicLookup'],
      ['Vonage.new'],
    ),
  ),
  library(
    'plivo',
    paysFor('plivo', 'sms', 'https://www.plivo.com/docs/sdk/server/node-sdk/', [
      'Client.new.messages.create',
      'Client.new.calls.create',
      'default.Client.new.messages.create',
      'default.Client.new.calls.create',
    ]),
  ),
  library(
    'messagebird',
    paysFor('messagebird', 'sms', 'https://developers.messagebird.com/', [
      'default().messages.create',
      'default().verify.create',
      'initClient().messages.create',
      'initClient().verify.create',
    ]),
  ),
  library(
    'telnyx',
    paysFor('telnyx', 'sms', 'https://developers.telnyx.com/', ['default().messages.create', 'default.new.messages.create', 'default.new.messages.send']),
  ),
  library(
    '@aws-sdk/client-sns',
    paysFor('aws-sns', 'sms', 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sns/', ['SNSClient.new.send', 'SNS.new.publish']),
  ),
  library(
    '@knocklabs/node',
    paysFor('knock', 'mail', 'https://docs.knock.app/', ['Knock.new.workflows.trigger', 'Knock.new.notify', 'default.new.workflows.trigger']),
  ),
  library('@novu/api', paysFor('novu', 'mail', 'https://docs.novu.co/', ['Novu.new.trigger', 'Novu.new.triggerBulk', 'Novu.new.triggerBroadcast'])),
  library('@novu/node', paysFor('novu', 'mail', 'https://docs.novu.co/', ['Novu.new.trigger', 'Novu.new.bulkTrigger', 'Novu.new.broadcast'])),
  library('@courier/nodejs', paysFor('courier', 'mail', 'https://www.courier.com/docs/', ['CourierClient.new.send', 'CourierClient().send']), {
    also: ['@trycourier/courier'],
  }),
  // Chat and push cost nothing a message, but somebody sees them.
  library(
    '@slack/web-api',
    each(
      words(`
    chat.postMessage chat.update chat.postEphemeral chat.delete conversations.create conversations.invite files.uploadV2 views.open views.publish
    reactions.add apiCall
  `),
      { role: 'writes-elsewhere', source: 'https://docs.slack.dev/tools/node-slack-sdk/web-api' },
      ['WebClient.new'],
    ),
  ),
  library('@slack/webhook', [{ path: 'IncomingWebhook.new.send', role: 'writes-elsewhere', source: 'https://docs.slack.dev/tools/node-slack-sdk/webhook' }]),
  library('web-push', [{ path: 'default.sendNotification', role: 'writes-elsewhere', source: 'https://github.com/web-push-libs/web-push#readme' }]),
  library('expo-server-sdk', [
    { path: 'Expo.new.sendPushNotificationsAsync', role: 'writes-elsewhere', source: 'https://github.com/expo/expo-server-sdk-node#readme' },
  ]),
  library(
    'pusher',
    each(['trigger', 'triggerBatch', 'sendToUser'], { role: 'writes-elsewhere', source: 'https://pusher.com/docs/channels/server_api/http-api/' }, [
      'default.new',
    ]),
  ),
  library(
    'ably',
    each(['channels.get().publish', 'batchPublish'], { role: 'writes-elsewhere', source: 'https://ably.com/docs/api/rest-sdk' }, [
      'Rest.new',
      'Realtime.new',
      'default.Rest.new',
      'default.Realtime.new',
    ]),
  ),
  library('@team-plain/typescript-sdk', each(['*'], { role: 'writes-elsewhere', source: 'https://www.plain.com/docs/api-reference' }, ['PlainClient.new'])),
];
