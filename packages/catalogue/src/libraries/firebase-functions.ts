/** Cloud Functions for Firebase: functions that are called over HTTP, by clients through the SDK, and by the platform. Both generations. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://firebase.google.com/docs/functions';
const express = { handlerParams: ['express#Request.new', 'express#Response.new'] };
const framework = 'firebase-functions';

/** With options before the handler, and without. */
const forms = [1, 0] as const;

const callable = (path: string, handlerParams: readonly string[]): Row[] =>
  forms.map((handler): Row => ({ path, role: 'registers-worker', framework, kind: 'route', handler, handlerParams, source: `${docs}/callable` }));
const request = (path: string): Row[] =>
  forms.map((handler): Row => ({ path, role: 'registers-worker', framework, kind: 'route', handler, ...express, source: `${docs}/http-events` }));
const triggered = (paths: readonly string[], kind: 'worker' | 'cron', source: string): Row[] =>
  forms.flatMap((handler) => each(paths, { role: 'registers-worker', framework, kind, handler, source }));

const error: Row = {
  path: 'HttpsError.new',
  role: 'makes-error',
  status: '0',
  codes: {
    'invalid-argument': 400,
    'failed-precondition': 400,
    'out-of-range': 400,
    unauthenticated: 401,
    'permission-denied': 403,
    'not-found': 404,
    aborted: 409,
    'already-exists': 409,
    'resource-exhausted': 429,
    cancelled: 499,
    'data-loss': 500,
    unknown: 500,
    internal: 500,
    unimplemented: 501,
    unavailable: 503,
    'deadline-exceeded': 504,
  },
  otherwise: 500,
  source: `${docs}/callable#handle_errors`,
};
const authField: Row = { path: 'CallableRequest.new.auth', role: 'session-field', mechanism: 'Firebase callable', source: `${docs}/callable` };

const second = library(
  'firebase-functions/v2/https',
  [
    ...request('onRequest'),
    ...callable('onCall', ['firebase-functions/v2/https#CallableRequest.new', 'firebase-functions/v2/https#$response']),
    ...forms
      .slice(0, 1)
      .map((handler): Row => ({ path: 'onCallGenkit', role: 'registers-worker', framework, kind: 'route', handler, source: `${docs}/oncallgenkit` })),
    authField,
    { path: 'CallableRequest.new.data', role: 'reads-caller', from: 'body', source: `${docs}/callable` },
    error,
  ],
  { also: ['firebase-functions/https'] },
);

const first = library(
  'firebase-functions/v1',
  [
    ...request('https.onRequest'),
    ...callable('https.onCall', ['firebase-functions/v1#$data', 'firebase-functions/v1#CallableContext.new']),
    { ...authField, path: 'CallableContext.new.auth' },
    { ...error, path: 'https.HttpsError.new' },
    ...triggered(
      words(`
        firestore.document().onCreate firestore.document().onUpdate firestore.document().onDelete firestore.document().onWrite database.ref().onCreate
        database.ref().onUpdate database.ref().onDelete database.ref().onWrite storage.object().onFinalize storage.object().onDelete auth.user().onCreate
        auth.user().onDelete pubsub.topic().onPublish tasks.taskQueue().onDispatch
      `),
      'worker',
      docs,
    ),
    ...triggered(['pubsub.schedule().onRun', 'pubsub.schedule().timeZone().onRun'], 'cron', `${docs}/schedule-functions`),
  ],
  {
    also: ['firebase-functions'],
    same: Object.fromEntries(
      ['runWith()', 'region()', 'runWith().region()', 'region().runWith()'].flatMap((made) =>
        ['https', 'firestore', 'database', 'storage', 'auth', 'pubsub', 'tasks'].map((name) => [`${made}.${name}`, name]),
      ),
    ),
  },
);

const background = [
  library(
    'firebase-functions/v2/firestore',
    triggered(words('onDocumentCreated onDocumentUpdated onDocumentDeleted onDocumentWritten'), 'worker', `${docs}/firestore-events`),
    { also: ['firebase-functions/firestore'] },
  ),
  library(
    'firebase-functions/v2/database',
    triggered(words('onValueCreated onValueUpdated onValueDeleted onValueWritten'), 'worker', `${docs}/database-events`),
    {
      also: ['firebase-functions/database'],
    },
  ),
  library('firebase-functions/v2/scheduler', triggered(['onSchedule'], 'cron', `${docs}/schedule-functions`), { also: ['firebase-functions/scheduler'] }),
  library('firebase-functions/v2/tasks', triggered(['onTaskDispatched'], 'worker', `${docs}/task-functions`), { also: ['firebase-functions/tasks'] }),
  library('firebase-functions/v2/pubsub', triggered(['onMessagePublished'], 'worker', `${docs}/pubsub-events`), { also: ['firebase-functions/pubsub'] }),
  library('firebase-functions/v2/storage', triggered(words('onObjectFinalized onObjectDeleted'), 'worker', `${docs}/gcp-storage-events`), {
    also: ['firebase-functions/storage'],
  }),
];

export default [first, second, ...background];
