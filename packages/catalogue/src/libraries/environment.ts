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
