/** Environment variables that a platform, a runtime or a tool sets by itself: nobody has to write them into an inventory. */
import type { PlatformVariables } from './convention-shapes.js';
import { words } from './words.js';

export const platforms: readonly PlatformVariables[] = [
  {
    platform: 'node',
    names: words(`
      NODE_ENV NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_V8_COVERAGE NODE_DEBUG NODE_NO_WARNINGS NO_COLOR FORCE_COLOR
      COLORTERM UV_THREADPOOL_SIZE TZ HOME PATH PWD USER LOGNAME SHELL TERM TERM_PROGRAM LANG LC_ALL TMPDIR TMP TEMP HOSTNAME EDITOR VISUAL DISPLAY OLDPWD
      SHLVL XDG_* USERPROFILE APPDATA LOCALAPPDATA PROGRAMFILES SYSTEMROOT WINDIR COMSPEC INIT_CWD npm_*
    `),
    source: 'https://nodejs.org/api/cli.html#environment-variables-1',
  },
  {
    platform: 'next',
    names: ['NEXT_RUNTIME', 'NEXT_PHASE', 'NEXT_MANUAL_SIG_HANDLE', 'NEXT_TELEMETRY_DISABLED', '__NEXT_*', 'NEXT_DEPLOYMENT_ID'],
    source: 'https://nextjs.org/docs/app/guides/environment-variables',
  },
  {
    platform: 'vercel',
    // Not every name that starts so: tokens and hosts called VERCEL_… are the project's own.
    names: words(`
      VERCEL VERCEL_ENV VERCEL_TARGET_ENV VERCEL_URL VERCEL_BRANCH_URL VERCEL_PROJECT_PRODUCTION_URL VERCEL_REGION VERCEL_DEPLOYMENT_ID VERCEL_PROJECT_ID
      VERCEL_SKEW_PROTECTION_ENABLED VERCEL_AUTOMATION_BYPASS_SECRET VERCEL_OIDC_TOKEN VERCEL_GIT_* NEXT_PUBLIC_VERCEL_ENV NEXT_PUBLIC_VERCEL_TARGET_ENV
      NEXT_PUBLIC_VERCEL_URL NEXT_PUBLIC_VERCEL_BRANCH_URL NEXT_PUBLIC_VERCEL_PROJECT_PRODUCTION_URL NEXT_PUBLIC_VERCEL_GIT_* NOW_REGION TURBO_HASH
    `),
    onPlatform: { VERCEL: '1', VERCEL_ENV: 'production', NEXT_PUBLIC_VERCEL_ENV: 'production' },
    source: 'https://vercel.com/docs/environment-variables/system-environment-variables',
  },
  {
    platform: 'netlify',
    names: words(`
      NETLIFY NETLIFY_DEV NETLIFY_IMAGES_CDN_DOMAIN BUILD_ID CONTEXT DEPLOY_ID DEPLOY_PRIME_URL DEPLOY_URL SITE_ID SITE_NAME COMMIT_REF CACHED_COMMIT_REF
      HEAD BRANCH PULL_REQUEST REVIEW_ID REPOSITORY_URL INCOMING_HOOK_BODY INCOMING_HOOK_TITLE INCOMING_HOOK_URL
    `),
    onPlatform: { NETLIFY: 'true', CONTEXT: 'production' },
    source: 'https://docs.netlify.com/build/configure-builds/environment-variables/',
  },
  {
    platform: 'cloudflare',
    names: ['CF_PAGES', 'CF_PAGES_*', 'WORKERS_CI', 'WORKERS_CI_*', 'CLOUDFLARE_ENV'],
    onPlatform: { CF_PAGES: '1', WORKERS_CI: '1' },
    source: 'https://developers.cloudflare.com/pages/configuration/build-configuration/#environment-variables',
  },
  { platform: 'railway', names: ['RAILWAY_*'], source: 'https://docs.railway.com/reference/variables#railway-provided-variables' },
  {
    platform: 'fly',
    names: words(`
    FLY_APP_NAME FLY_MACHINE_ID FLY_ALLOC_ID FLY_REGION PRIMARY_REGION FLY_PUBLIC_IP FLY_PRIVATE_IP FLY_IMAGE_REF FLY_MACHINE_VERSION FLY_PROCESS_GROUP
    FLY_VM_MEMORY_MB FLY_CONSUL_URL
  `),
    source: 'https://fly.io/docs/machines/runtime-environment/',
  },
  {
    platform: 'render',
    names: ['RENDER', 'RENDER_*', 'IS_PULL_REQUEST'],
    onPlatform: { RENDER: 'true' },
    source: 'https://render.com/docs/environment-variables',
  },
  {
    platform: 'heroku',
    names: words(`
    DYNO DYNO_RAM HEROKU_APP_ID HEROKU_APP_NAME HEROKU_BRANCH HEROKU_BUILD_COMMIT HEROKU_DYNO_ID HEROKU_PARENT_APP_NAME HEROKU_PR_NUMBER HEROKU_RELEASE_*
    HEROKU_SLUG_* HEROKU_TEST_RUN_* STACK WEB_CONCURRENCY WEB_MEMORY
  `),
    source: 'https://devcenter.heroku.com/articles/dyno-metadata',
  },
  { platform: 'hosts', names: ['PORT'], source: 'https://devcenter.heroku.com/articles/dynos#local-environment-variables' },
  {
    platform: 'aws-lambda',
    names: words(`
      AWS_REGION AWS_DEFAULT_REGION AWS_EXECUTION_ENV AWS_LAMBDA_* AWS_ACCESS_KEY AWS_SESSION_TOKEN AWS_XRAY_* _X_AMZN_TRACE_ID _HANDLER LAMBDA_TASK_ROOT
      LAMBDA_RUNTIME_DIR AWS_CONTAINER_CREDENTIALS_* AWS_BRANCH AWS_APP_ID ECS_CONTAINER_METADATA_URI*
    `),
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  },
  {
    platform: 'google-cloud',
    names: words(`
    K_SERVICE K_REVISION K_CONFIGURATION CLOUD_RUN_* FUNCTION_TARGET FUNCTION_SIGNATURE_TYPE GAE_* GCLOUD_PROJECT GOOGLE_CLOUD_PROJECT FIREBASE_CONFIG
    FUNCTIONS_EMULATOR FIRESTORE_EMULATOR_HOST
  `),
    source: 'https://cloud.google.com/run/docs/container-contract#env-vars',
  },
  {
    platform: 'azure',
    names: ['WEBSITE_*', 'APPSETTING_*', 'AZURE_FUNCTIONS_ENVIRONMENT', 'FUNCTIONS_WORKER_RUNTIME', 'CONTAINER_APP_*'],
    source: 'https://learn.microsoft.com/azure/app-service/reference-app-settings',
  },
  {
    platform: 'kubernetes',
    names: ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT', 'KUBERNETES_PORT', 'KUBERNETES_PORT_*'],
    source: 'https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables',
  },
  {
    platform: 'github-actions',
    names: words(`
      CI GITHUB_ACTIONS GITHUB_ACTION GITHUB_ACTION_* GITHUB_ACTOR GITHUB_ACTOR_ID GITHUB_API_URL GITHUB_BASE_REF GITHUB_ENV GITHUB_EVENT_NAME
      GITHUB_EVENT_PATH GITHUB_GRAPHQL_URL GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT GITHUB_PATH GITHUB_REF GITHUB_REF_* GITHUB_REPOSITORY
      GITHUB_REPOSITORY_* GITHUB_RETENTION_DAYS GITHUB_RUN_* GITHUB_SERVER_URL GITHUB_SHA GITHUB_STEP_SUMMARY GITHUB_TRIGGERING_ACTOR GITHUB_WORKFLOW
      GITHUB_WORKFLOW_* GITHUB_WORKSPACE RUNNER_* CODESPACES CODESPACE_NAME GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN
    `),
    source: 'https://docs.github.com/actions/reference/workflows-and-actions/variables',
  },
  {
    platform: 'other-ci',
    names: words(
      'GITLAB_CI CI_* CIRCLECI CIRCLE_* BUILDKITE BUILDKITE_* TRAVIS TRAVIS_* JENKINS_URL BUILD_NUMBER TF_BUILD BITBUCKET_* CONTINUOUS_INTEGRATION GITPOD_*',
    ),
    source: 'https://docs.gitlab.com/ci/variables/predefined_variables/',
  },
  {
    platform: 'supabase-edge',
    names: words(`
    SUPABASE_URL SUPABASE_ANON_KEY SUPABASE_SERVICE_ROLE_KEY SUPABASE_PUBLISHABLE_KEYS SUPABASE_SECRET_KEYS SUPABASE_DB_URL SUPABASE_JWKS SB_REGION
    SB_EXECUTION_ID
  `),
    within: ['supabase/functions/**'],
    source: 'https://supabase.com/docs/guides/functions/secrets',
  },
  { platform: 'deno', names: ['DENO_*'], source: 'https://docs.deno.com/deploy/reference/env_vars_and_contexts/' },
  { platform: 'vite', names: ['MODE', 'DEV', 'PROD', 'BASE_URL', 'SSR', 'LEGACY'], meta: true, source: 'https://vite.dev/guide/env-and-mode' },
  {
    platform: 'test-runners',
    names: words('JEST_WORKER_ID VITEST VITEST_POOL_ID VITEST_WORKER_ID PLAYWRIGHT_TEST_BASE_URL TEST_WORKER_INDEX TEST_PARALLEL_INDEX STORYBOOK CYPRESS'),
    source: 'https://vitest.dev/guide/',
  },
  {
    platform: 'turbo',
    names: ['TURBO_HASH', 'TURBO_IS_TUI', 'LERNA_*', 'NX_*', 'PNPM_*', 'YARN_*', 'BUN_*'],
    source: 'https://turborepo.com/docs/reference/system-environment-variables',
  },
  { platform: 'trigger.dev', names: ['TRIGGER_RUN_ID', 'OTEL_EXPORTER_OTLP_ENDPOINT'], source: 'https://trigger.dev/docs/deploy-environment-variables' },
  { platform: 'expo', names: ['EAS_BUILD', 'EAS_BUILD_*', 'EXPO_OS'], source: 'https://docs.expo.dev/build-reference/variables/' },
];
