/**
 * Middleware that lets every caller on: parsers, headers, logs, compression, validation of what was sent. Some of it refuses what is malformed; none of it asks who
 * calls. The rows stand at what the packages return: that is what is handed to a router.
 */
import { each, library } from '../library.js';
import { words } from '../words.js';

const passing = (name: string, paths: readonly string[], source: string, also: readonly string[] = []) =>
  library(name, each(paths, { role: 'passes-on', source }), { also });

const made = ['default()', 'default.*()'];
const named = ['*()'];

export default [
  passing(
    'cors',
    made,
    'https://expressjs.com/en/resources/middleware.html',
    words(`
      body-parser compression connect-timeout cookie-parser method-override morgan response-time serve-favicon serve-index serve-static
      errorhandler vhost express-robots-txt express-security.txt feature-policy permissions-policy connect-history-api-fallback express-status-monitor
      express-request-id express-correlation-id express-http-context
    `),
  ),
  passing('helmet', made, 'https://helmetjs.github.io/', words('koa-helmet hpp nocache referrer-policy x-xss-protection dont-sniff-mimetype')),
  passing(
    'express-mongo-sanitize',
    made,
    'https://www.npmjs.com/package/express-mongo-sanitize',
    words('xss-clean express-xss-sanitizer express-fileupload express-useragent request-ip connect-flash express-flash express-prom-bundle shrink-ray-current'),
  ),
  passing('i18n', ['init', 'default.init', 'I18n.new.init', 'default.I18n.new.init'], 'https://github.com/mashpie/i18n-node#readme'),
  passing('i18next-http-middleware', ['handle()', 'default.handle()'], 'https://github.com/i18next/i18next-http-middleware#readme'),
  passing('request-ip', ['mw()', 'default.mw()'], 'https://www.npmjs.com/package/request-ip'),
  passing('pino-http', made, 'https://github.com/pinojs/pino-http#readme', words('express-pino-logger koa-pino-logger')),
  passing('express-winston', ['logger()', 'errorLogger()', 'default.logger()', 'default.errorLogger()'], 'https://github.com/bithavoc/express-winston#readme'),
  passing('express-session', made, 'https://expressjs.com/en/resources/middleware/session.html', words('cookie-session koa-session')),
  passing('multer', ['default().*()'], 'https://expressjs.com/en/resources/middleware/multer.html', words('@koa/multer')),
  passing('csurf', made, 'https://expressjs.com/en/resources/middleware/csurf.html', words('lusca koa-csrf')),
  passing(
    'swagger-ui-express',
    ['serve', 'serveFiles()', 'setup()', 'default.serve', 'default.serveFiles()', 'default.setup()'],
    'https://github.com/scottie1984/swagger-ui-express#readme',
  ),
  passing('express-validator', ['*()', '*().**'], 'https://express-validator.github.io/docs/'),
  passing(
    'celebrate',
    ['celebrate()', 'errors()', 'default.celebrate()', 'default.errors()'],
    'https://github.com/arb/celebrate#readme',
    words('express-joi-validation'),
  ),
  passing(
    '@koa/cors',
    made,
    'https://github.com/koajs/koa/wiki#middleware',
    words(`
      koa-bodyparser @koa/bodyparser koa-body koa-compress koa-conditional-get koa-etag koa-favicon koa-json koa-logger koa-morgan koa-mount
      koa-response-time koa-send koa-static koa-views
    `),
  ),
  passing(
    'hono/cors',
    named,
    'https://hono.dev/docs/guides/middleware#built-in-middleware',
    words(`
      body-limit cache compress context-storage csrf etag jsx-renderer language logger method-override powered-by pretty-json request-id secure-headers
      timeout timing trailing-slash
    `).map((name) => `hono/${name}`),
  ),
  passing(
    'hono/deno',
    ['serveStatic()'],
    'https://hono.dev/docs/getting-started/deno#serve-static-files',
    words('hono/bun hono/cloudflare-workers @hono/node-server/serve-static'),
  ),
  passing(
    '@hono/otel',
    [...named, 'prometheus().registerMetrics'],
    'https://hono.dev/docs/middleware/third-party',
    words(
      '@hono/prometheus @hono/sentry @hono/structured-logger @hono/swagger-ui @hono/ua-blocker @hono/valibot-validator @hono/arktype-validator @hono/typebox-validator',
    ),
  ),
];
