/** What the runtimes bring: web APIs of Node, Deno, Bun and workers. */
import { each, library } from '../library.js';
import { words } from '../words.js';

const mdn = 'https://developer.mozilla.org/docs/Web/API';
const js = 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects';
const node = 'https://nodejs.org/api';
const deno = 'https://docs.deno.com/api/deno';

export default library(
  'globalThis',
  [
    { path: 'fetch', role: 'requests', url: 0, source: `${mdn}/fetch` },

    { path: 'Response.new', role: 'makes-response', status: '1.status', source: `${mdn}/Response/Response` },
    { path: 'Response.json', role: 'makes-response', status: '1.status', source: `${mdn}/Response/json_static` },
    { path: 'Response.redirect', role: 'makes-response', status: '1', otherwise: 302, source: `${mdn}/Response/redirect_static` },
    { path: 'Response.error', role: 'makes-response', status: 500, source: `${mdn}/Response/error_static` },

    ...each(['headers', 'headers.get', 'headers.entries', 'headers.has'], { role: 'reads-caller', from: 'header', source: `${mdn}/Request/headers` }, [
      'Request.new',
    ]),
    ...each(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'body'], { role: 'reads-caller', from: 'body', source: `${mdn}/Request` }, ['Request.new']),
    { path: 'Request.new.formData', role: 'reads-caller', from: 'form', source: `${mdn}/Request/formData` },
    { path: 'Request.new.url', role: 'reads-caller', from: 'url', source: `${mdn}/Request/url` },
    { path: 'Request.new', role: 'derives', source: `${mdn}/Request/Request` },
    ...each(['get', 'getAll', 'entries'], { role: 'reads-caller', from: 'form', source: `${mdn}/FormData` }, ['FormData.new']),

    ...each(
      words(`
      URL.new URL.parse URLSearchParams.new Headers.new TextEncoder.new TextEncoder.new.encode TextDecoder.new TextDecoder.new.decode Blob.new atob btoa
      structuredClone
    `),
      { role: 'derives', source: mdn },
    ),
    ...each(
      words(`
        JSON.parse JSON.stringify String Number Boolean parseInt parseFloat BigInt decodeURIComponent encodeURIComponent decodeURI encodeURI escape unescape
        Uint8Array.new Uint8Array.from ArrayBuffer.new Array.from Array.isArray Object.fromEntries Object.entries Object.values Object.keys Object.assign
        Object.freeze Date.new
      `),
      { role: 'derives', source: js },
    ),
    ...each(['Buffer.from', 'Buffer.concat', 'Buffer.alloc', 'Buffer.new'], { role: 'derives', source: `${node}/buffer.html` }),
    ...each(['digest', 'sign', 'importKey', 'deriveBits', 'deriveKey', 'encrypt', 'decrypt'], { role: 'derives', hash: true, source: `${mdn}/SubtleCrypto` }, [
      'crypto.subtle',
    ]),
    {
      path: 'crypto.subtle.verify',
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 2,
      mechanism: 'crypto.subtle.verify',
      source: `${mdn}/SubtleCrypto/verify`,
    },
    { path: 'crypto.subtle.timingSafeEqual', role: 'compares', source: 'https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#timingsafeequal' },

    { path: 'process.exit', role: 'leaves', status: 500, source: `${node}/process.html#processexitcode` },
    { path: 'process.abort', role: 'leaves', status: 500, source: `${node}/process.html#processabort` },
    { path: 'process.env.*', role: 'reads-env', source: `${node}/process.html#processenv` },
    { path: 'Bun.env.*', role: 'reads-env', source: 'https://bun.sh/docs/runtime/env' },
    { path: 'Netlify.env.get', role: 'reads-env', source: 'https://docs.netlify.com/functions/environment-variables/' },
    { path: 'Deno.env.get', role: 'reads-env', source: `${deno}/~/Deno.Env` },
    { path: 'Deno.env.has', role: 'reads-env', source: `${deno}/~/Deno.Env` },
    { path: 'Deno.exit', role: 'leaves', status: 500, source: `${deno}/~/Deno.exit` },

    ...(['0', '1'] as const).map(
      (handler) =>
        ({
          path: 'Deno.serve',
          role: 'registers-worker',
          framework: 'deno',
          kind: 'route',
          handler: Number(handler),
          handlerParams: ['globalThis#Request.new', 'globalThis#$serveInfo'],
          source: `${deno}/~/Deno.serve`,
        }) as const,
    ),
    {
      path: 'Deno.serve',
      role: 'registers-worker',
      framework: 'deno',
      kind: 'route',
      handler: '0.handler',
      handlerParams: ['globalThis#Request.new', 'globalThis#$serveInfo'],
      source: `${deno}/~/Deno.serve`,
    },
    { path: '$serveInfo.remoteAddr', role: 'reads-caller', from: 'ip', source: `${deno}/~/Deno.ServeHandlerInfo` },
    { path: 'Deno.cron', role: 'registers-worker', framework: 'deno', kind: 'cron', handler: 2, source: `${deno}/~/Deno.cron` },
    {
      path: 'Bun.serve',
      role: 'registers-worker',
      framework: 'bun',
      kind: 'route',
      handler: '0.fetch',
      handlerParams: ['globalThis#Request.new'],
      source: 'https://bun.sh/docs/api/http',
    },
    { path: 'Bun.password.verify', role: 'compares', hash: true, source: 'https://bun.sh/docs/api/hashing' },
    { path: 'Bun.password.hash', role: 'derives', source: 'https://bun.sh/docs/api/hashing' },

    { path: 'ExecutionContext.new.waitUntil', role: 'defers', arg: 0, source: 'https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil' },
    { path: 'EventContext.new.waitUntil', role: 'defers', arg: 0, source: 'https://developers.cloudflare.com/pages/functions/api-reference/#eventcontext' },
    { path: 'EdgeRuntime.waitUntil', role: 'defers', arg: 0, source: 'https://supabase.com/docs/guides/functions/background-tasks' },
    ...['0.start', '0.pull'].map(
      (arg) => ({ path: 'ReadableStream.new', role: 'calls-argument', arg, with: 'opaque', source: `${mdn}/ReadableStream/ReadableStream` }) as const,
    ),
    { path: 'queueMicrotask', role: 'calls-argument', arg: 0, source: `${mdn}/Window/queueMicrotask` },
    {
      path: 'RateLimit.new.limit',
      role: 'limits-rate',
      outcome: { kind: 'boolean', field: 'success' },
      key: '0.key',
      source: 'https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/',
    },

    ...each(['prepare().run', 'prepare().bind().run', 'batch', 'exec'], { role: 'runs-sql', source: 'https://developers.cloudflare.com/d1/worker-api/' }, [
      'D1Database.new',
    ]),
    ...each(['put', 'delete'], { role: 'writes-elsewhere', source: 'https://developers.cloudflare.com/kv/api/' }, ['KVNamespace.new', 'R2Bucket.new']),
    ...each(['send', 'sendBatch'], { role: 'queues', source: 'https://developers.cloudflare.com/queues/configuration/javascript-apis/' }, ['Queue.new']),
    {
      path: 'Ai.new.run',
      role: 'costs-money',
      vendor: 'cloudflare-ai',
      kind: 'ai',
      source: 'https://developers.cloudflare.com/workers-ai/configuration/bindings/',
    },
  ],
  {
    same: {
      globalThis: '',
      'Request.new.clone()': 'Request.new',
      'window.fetch': 'fetch',
      'self.fetch': 'fetch',
      'crypto.webcrypto': 'crypto',
      'Ratelimit.new': 'RateLimit.new',
    },
  },
);
