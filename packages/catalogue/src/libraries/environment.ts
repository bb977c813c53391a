/** Modules through which variables are read or declared. */
import { each, library } from '../library.js';

const t3 = 'https://env.t3.gg/docs/core';
const svelte = 'https://svelte.dev/docs/kit/$env-static-private';

export default [
  library('@t3-oss/env-core', [{ path: 'createEnv', role: 'declares-env', vars: ['0.server', '0.client', '0.shared'], source: t3 }], {
    also: ['@t3-oss/env-nextjs', '@t3-oss/env-nuxt'],
  }),
  library('envalid', [...each(['cleanEnv', 'customCleanEnv'], { role: 'declares-env', vars: ['1'], source: 'https://github.com/af/envalid#readme' })]),
  library('znv', [{ path: 'parseEnv', role: 'declares-env', vars: ['1'], source: 'https://github.com/lostfictions/znv#readme' }]),
  library('envsafe', [{ path: 'envsafe', role: 'declares-env', vars: ['0'], source: 'https://github.com/KATT/envsafe#readme' }]),
  library('@julr/vite-plugin-validate-env', [
    { path: 'defineConfig', role: 'declares-env', vars: ['0', '0.schema'], source: 'https://github.com/Julien-R44/vite-plugin-validate-env#readme' },
  ]),
  library('arkenv', [...each(['default', 'arkenv', 'createEnv'], { role: 'declares-env', vars: ['0'], source: 'https://arkenv.js.org/docs' })]),
  library('@fastify/env', [
    ...each(['default', 'fastifyEnv'], { role: 'declares-env', vars: ['1.schema.properties'], source: 'https://github.com/fastify/fastify-env#readme' }),
  ]),
  library('convict', [{ path: 'default', role: 'declares-env', vars: ['0'], field: 'env', source: 'https://github.com/mozilla/node-convict#readme' }]),
  library('@adonisjs/core/env', [
    { path: 'Env.create', role: 'declares-env', vars: ['1'], source: 'https://docs.adonisjs.com/guides/getting-started/environment-variables' },
  ]),
  library('astro/config', [
    {
      path: 'defineConfig',
      role: 'declares-env',
      vars: ['0.env.schema'],
      source: 'https://docs.astro.build/en/guides/environment-variables/#type-safe-environment-variables',
    },
  ]),
  library('@nestjs/config', [
    {
      path: 'ConfigModule.forRoot',
      role: 'declares-env',
      vars: ['0.validationSchema', '0.validate'],
      source: 'https://docs.nestjs.com/techniques/configuration#schema-validation',
    },
    ...each(['ConfigService.new.get', 'ConfigService.new.getOrThrow'], {
      role: 'reads-env',
      capitals: true,
      source: 'https://docs.nestjs.com/techniques/configuration#using-the-configservice',
    }),
  ]),
  library('effect', [
    ...each(
      ['string', 'nonEmptyString', 'number', 'integer', 'boolean', 'redacted', 'secret', 'url', 'date', 'duration', 'logLevel'].map((name) => `Config.${name}`),
      {
        role: 'reads-env',
        capitals: true,
        source: 'https://effect.website/docs/configuration/',
      },
    ),
  ]),
  library('prisma/config', [{ path: 'env', role: 'reads-env', source: 'https://www.prisma.io/docs/orm/reference/prisma-config-reference' }]),
  library('vite', [{ path: 'loadEnv().*', role: 'reads-env', source: 'https://vite.dev/config/#using-environment-variables-in-config' }]),
  library('dotenv', [...each(['config().parsed.*', 'default.config().parsed.*'], { role: 'reads-env', source: 'https://github.com/motdotla/dotenv#config' })]),
  library('env-var', [
    ...each(['get', 'from().get', 'default.get', 'default.from().get'], { role: 'reads-env', source: 'https://github.com/evanshortiss/env-var#readme' }),
  ]),
  library('next-runtime-env', [{ path: 'env', role: 'reads-env', source: 'https://github.com/expatfile/next-runtime-env#readme' }]),
  library('$env/static/private', [{ path: '*', role: 'reads-env', source: svelte }], { also: ['$env/static/public'] }),
  library('$env/dynamic/private', [{ path: 'env.*', role: 'reads-env', source: svelte }], { also: ['$env/dynamic/public'] }),
  library(
    'astro:env/server',
    [
      { path: '*', role: 'reads-env', source: 'https://docs.astro.build/en/reference/modules/astro-env/' },
      { path: 'getSecret', role: 'reads-env', source: 'https://docs.astro.build/en/reference/modules/astro-env/' },
    ],
    { also: ['astro:env/client'] },
  ),
  library(
    'node:process',
    [
      { path: 'env.*', role: 'reads-env', source: 'https://nodejs.org/api/process.html#processenv' },
      { path: 'exit', role: 'leaves', status: 500, source: 'https://nodejs.org/api/process.html#processexitcode' },
    ],
    { also: ['process'] },
  ),
  library('bun', [{ path: 'env.*', role: 'reads-env', source: 'https://bun.sh/docs/runtime/env' }]),
  library('firebase-functions/params', [
    ...each(['defineString', 'defineInt', 'defineBoolean', 'defineSecret', 'defineList'], {
      role: 'reads-env',
      source: 'https://firebase.google.com/docs/functions/config-env',
    }),
  ]),
];
