/** Variables that packages read by themselves: rows of an inventory that no code of the project names, and that are needed all the same. */
import type { ImplicitVariables } from './convention-shapes.js';
import { words } from './words.js';

const row = (packages: string, names: string, source: string): ImplicitVariables => ({ packages: words(packages), names: words(names), source });

const aiSdk = 'https://ai-sdk.dev/providers/ai-sdk-providers';

export const implicitVariables: readonly ImplicitVariables[] = [
  // AI
  row(
    'openai',
    'OPENAI_API_KEY OPENAI_BASE_URL OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_WEBHOOK_SECRET OPENAI_LOG AZURE_OPENAI_API_KEY OPENAI_API_VERSION',
    'https://github.com/openai/openai-node#readme',
  ),
  row(
    '@anthropic-ai/sdk',
    'ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_LOG',
    'https://github.com/anthropics/anthropic-sdk-typescript#readme',
  ),
  row('groq-sdk', 'GROQ_API_KEY GROQ_BASE_URL', 'https://github.com/groq/groq-typescript#readme'),
  row('together-ai', 'TOGETHER_API_KEY', 'https://github.com/togethercomputer/together-typescript#readme'),
  row('replicate', 'REPLICATE_API_TOKEN', 'https://github.com/replicate/replicate-javascript#readme'),
  row('@fal-ai/*', 'FAL_KEY FAL_KEY_ID FAL_KEY_SECRET', 'https://docs.fal.ai/clients/javascript'),
  row('elevenlabs @elevenlabs/elevenlabs-js', 'ELEVENLABS_API_KEY', 'https://github.com/elevenlabs/elevenlabs-js#readme'),
  row(
    '@google/genai',
    'GOOGLE_API_KEY GEMINI_API_KEY GOOGLE_GENAI_USE_VERTEXAI GOOGLE_CLOUD_PROJECT GOOGLE_CLOUD_LOCATION',
    'https://github.com/googleapis/js-genai#readme',
  ),
  row('cohere-ai', 'CO_API_KEY', 'https://github.com/cohere-ai/cohere-typescript#readme'),
  row('@tavily/core', 'TAVILY_API_KEY', 'https://docs.tavily.com/sdk/javascript/reference'),
  row('@mendable/firecrawl-js', 'FIRECRAWL_API_KEY FIRECRAWL_API_URL', 'https://docs.firecrawl.dev/sdks/node'),
  row('exa-js', 'EXA_API_KEY', 'https://github.com/exa-labs/exa-js#readme'),
  row('@browserbasehq/*', 'BROWSERBASE_API_KEY BROWSERBASE_PROJECT_ID', 'https://docs.browserbase.com/reference/sdk/nodejs'),
  row('e2b @e2b/*', 'E2B_API_KEY', 'https://e2b.dev/docs/api-key'),
  row('ai @ai-sdk/gateway', 'AI_GATEWAY_API_KEY', `${aiSdk}/ai-gateway`),
  row('@ai-sdk/openai', 'OPENAI_API_KEY OPENAI_BASE_URL', `${aiSdk}/openai`),
  row('@ai-sdk/anthropic', 'ANTHROPIC_API_KEY ANTHROPIC_BASE_URL', `${aiSdk}/anthropic`),
  row('@ai-sdk/google', 'GOOGLE_GENERATIVE_AI_API_KEY', `${aiSdk}/google-generative-ai`),
  row(
    '@ai-sdk/google-vertex',
    'GOOGLE_VERTEX_PROJECT GOOGLE_VERTEX_LOCATION GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLIENT_EMAIL GOOGLE_PRIVATE_KEY',
    `${aiSdk}/google-vertex`,
  ),
  row('@ai-sdk/azure', 'AZURE_API_KEY AZURE_RESOURCE_NAME', `${aiSdk}/azure`),
  row('@ai-sdk/amazon-bedrock', 'AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_BEARER_TOKEN_BEDROCK', `${aiSdk}/amazon-bedrock`),
  row('@ai-sdk/mistral', 'MISTRAL_API_KEY', `${aiSdk}/mistral`),
  row('@ai-sdk/groq', 'GROQ_API_KEY', `${aiSdk}/groq`),
  row('@ai-sdk/xai', 'XAI_API_KEY', `${aiSdk}/xai`),
  row('@ai-sdk/deepseek', 'DEEPSEEK_API_KEY', `${aiSdk}/deepseek`),
  row('@ai-sdk/perplexity', 'PERPLEXITY_API_KEY', `${aiSdk}/perplexity`),
  row('@ai-sdk/cohere', 'COHERE_API_KEY', `${aiSdk}/cohere`),
  row('@ai-sdk/togetherai', 'TOGETHER_AI_API_KEY', `${aiSdk}/togetherai`),
  row('@ai-sdk/fireworks', 'FIREWORKS_API_KEY', `${aiSdk}/fireworks`),
  row('@openrouter/ai-sdk-provider', 'OPENROUTER_API_KEY', 'https://github.com/OpenRouterTeam/ai-sdk-provider#readme'),
  row(
    'langchain @langchain/*',
    'LANGCHAIN_* LANGSMITH_* OPENAI_API_KEY ANTHROPIC_API_KEY GOOGLE_API_KEY MISTRAL_API_KEY GROQ_API_KEY',
    'https://docs.langchain.com/langsmith/trace-with-langchain',
  ),
  row('langsmith', 'LANGSMITH_* LANGCHAIN_*', 'https://docs.langchain.com/langsmith/env-var'),
  row(
    'langfuse langfuse-* @langfuse/*',
    'LANGFUSE_PUBLIC_KEY LANGFUSE_SECRET_KEY LANGFUSE_BASEURL LANGFUSE_BASE_URL LANGFUSE_HOST LANGFUSE_RELEASE',
    'https://langfuse.com/docs/observability/sdk/typescript/setup',
  ),
  // Signing in
  row(
    'next-auth @auth/*',
    'NEXTAUTH_URL NEXTAUTH_URL_INTERNAL NEXTAUTH_SECRET AUTH_SECRET AUTH_URL AUTH_TRUST_HOST AUTH_REDIRECT_PROXY_URL AUTH_*_ID AUTH_*_SECRET AUTH_*_ISSUER AUTH_*_KEY',
    'https://authjs.dev/reference/core#environment-variable-inference',
  ),
  row(
    'better-auth',
    'BETTER_AUTH_SECRET BETTER_AUTH_URL BETTER_AUTH_TRUSTED_ORIGINS BETTER_AUTH_TELEMETRY',
    'https://www.better-auth.com/docs/reference/options',
  ),
  row(
    '@clerk/*',
    'CLERK_* NEXT_PUBLIC_CLERK_* VITE_CLERK_* PUBLIC_CLERK_* EXPO_PUBLIC_CLERK_* NUXT_CLERK_* NUXT_PUBLIC_CLERK_*',
    'https://clerk.com/docs/guides/development/clerk-environment-variables',
  ),
  row('@auth0/nextjs-auth0', 'AUTH0_* APP_BASE_URL', 'https://github.com/auth0/nextjs-auth0#readme'),
  row('@kinde-oss/*', 'KINDE_*', 'https://docs.kinde.com/developer-tools/sdks/backend/nextjs-sdk/'),
  row(
    '@workos-inc/*',
    'WORKOS_API_KEY WORKOS_CLIENT_ID WORKOS_COOKIE_PASSWORD WORKOS_COOKIE_DOMAIN WORKOS_COOKIE_MAX_AGE NEXT_PUBLIC_WORKOS_REDIRECT_URI WORKOS_REDIRECT_URI',
    'https://github.com/workos/authkit-nextjs#readme',
  ),
  row(
    '@supabase/cli supabase',
    'SUPABASE_ACCESS_TOKEN SUPABASE_DB_PASSWORD SUPABASE_PROJECT_ID',
    'https://supabase.com/docs/guides/local-development/cli/getting-started',
  ),
  // Data
  row(
    '@upstash/redis @upstash/ratelimit',
    'UPSTASH_REDIS_REST_URL UPSTASH_REDIS_REST_TOKEN KV_REST_API_URL KV_REST_API_TOKEN UPSTASH_DISABLE_TELEMETRY',
    'https://upstash.com/docs/redis/sdks/ts/deployment',
  ),
  row(
    '@upstash/qstash @upstash/workflow',
    'QSTASH_URL QSTASH_TOKEN QSTASH_CURRENT_SIGNING_KEY QSTASH_NEXT_SIGNING_KEY UPSTASH_WORKFLOW_URL',
    'https://upstash.com/docs/qstash/howto/signature',
  ),
  row('@upstash/vector', 'UPSTASH_VECTOR_REST_URL UPSTASH_VECTOR_REST_TOKEN', 'https://upstash.com/docs/vector/sdks/ts/getting-started'),
  row('@upstash/search', 'UPSTASH_SEARCH_REST_URL UPSTASH_SEARCH_REST_TOKEN', 'https://upstash.com/docs/search/sdks/ts/getting-started'),
  row('@vercel/kv', 'KV_URL KV_REST_API_URL KV_REST_API_TOKEN KV_REST_API_READ_ONLY_TOKEN', 'https://vercel.com/docs/redis'),
  row('@vercel/blob', 'BLOB_READ_WRITE_TOKEN', 'https://vercel.com/docs/vercel-blob/using-blob-sdk'),
  row(
    '@vercel/postgres',
    'POSTGRES_URL POSTGRES_URL_NON_POOLING POSTGRES_PRISMA_URL POSTGRES_USER POSTGRES_HOST POSTGRES_PASSWORD POSTGRES_DATABASE',
    'https://vercel.com/docs/postgres',
  ),
  row('@vercel/edge-config', 'EDGE_CONFIG', 'https://vercel.com/docs/edge-config/edge-config-sdk'),
  row('@vercel/flags flags', 'FLAGS FLAGS_SECRET', 'https://flags-sdk.dev/frameworks/next'),
  row('pg pg-native postgres', 'PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSSLMODE PGAPPNAME PGOPTIONS', 'https://node-postgres.com/features/connecting'),
  row('prisma @prisma/*', 'PRISMA_*', 'https://www.prisma.io/docs/orm/reference/environment-variables-reference'),
  row('@pinecone-database/pinecone', 'PINECONE_API_KEY PINECONE_CONTROLLER_HOST', 'https://github.com/pinecone-io/pinecone-ts-client#readme'),
  row(
    '@aws-sdk/* aws-sdk sst',
    'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE AWS_ENDPOINT_URL AWS_ENDPOINT_URL_* AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE',
    'https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html',
  ),
  row(
    '@google-cloud/* google-auth-library googleapis firebase-admin',
    'GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT GCLOUD_PROJECT FIREBASE_CONFIG FIREBASE_AUTH_EMULATOR_HOST FIRESTORE_EMULATOR_HOST',
    'https://cloud.google.com/docs/authentication/application-default-credentials',
  ),
  row(
    '@azure/*',
    'AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID AZURE_AUTHORITY_HOST',
    'https://learn.microsoft.com/azure/developer/javascript/sdk/credential-chains',
  ),
  row(
    'cloudinary next-cloudinary',
    'CLOUDINARY_URL NEXT_PUBLIC_CLOUDINARY_CLOUD_NAME NEXT_PUBLIC_CLOUDINARY_API_KEY CLOUDINARY_API_SECRET',
    'https://cloudinary.com/documentation/node_integration',
  ),
  row('uploadthing @uploadthing/*', 'UPLOADTHING_TOKEN UPLOADTHING_SECRET UPLOADTHING_APP_ID', 'https://docs.uploadthing.com/getting-started/appdir'),
  // Mail, messages, payments
  row('resend', 'RESEND_API_KEY RESEND_BASE_URL', 'https://github.com/resend/resend-node#readme'),
  row('twilio', 'TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN TWILIO_EDGE TWILIO_REGION', 'https://github.com/twilio/twilio-node#readme'),
  row('@novu/*', 'NOVU_SECRET_KEY NOVU_API_KEY', 'https://docs.novu.co/platform/sdks/server/typescript'),
  row('@polar-sh/*', 'POLAR_ACCESS_TOKEN', 'https://docs.polar.sh/integrate/sdk/typescript'),
  row('dub', 'DUB_API_KEY', 'https://github.com/dubinc/dub-ts#readme'),
  // Watching and running
  row(
    '@sentry/*',
    'SENTRY_DSN SENTRY_AUTH_TOKEN SENTRY_ORG SENTRY_PROJECT SENTRY_URL SENTRY_RELEASE SENTRY_ENVIRONMENT SENTRY_PROPERTIES SENTRY_LOG_LEVEL SENTRY_TRACES_SAMPLE_RATE NEXT_PUBLIC_SENTRY_SPOTLIGHT',
    'https://docs.sentry.io/cli/configuration/',
  ),
  row('@opentelemetry/* @vercel/otel @logfire/* logfire', 'OTEL_*', 'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/'),
  row('dd-trace', 'DD_*', 'https://docs.datadoghq.com/tracing/trace_collection/library_config/nodejs/'),
  row('newrelic', 'NEW_RELIC_*', 'https://docs.newrelic.com/docs/apm/agents/nodejs-agent/installation-configuration/nodejs-agent-configuration/'),
  row(
    'next-axiom @axiomhq/*',
    'AXIOM_TOKEN AXIOM_DATASET AXIOM_ORG_ID AXIOM_URL NEXT_PUBLIC_AXIOM_TOKEN NEXT_PUBLIC_AXIOM_DATASET NEXT_PUBLIC_AXIOM_URL NEXT_PUBLIC_AXIOM_INGEST_ENDPOINT',
    'https://axiom.co/docs/send-data/nextjs',
  ),
  row(
    '@logtail/*',
    'LOGTAIL_SOURCE_TOKEN LOGTAIL_URL BETTER_STACK_SOURCE_TOKEN BETTER_STACK_INGESTING_URL NEXT_PUBLIC_BETTER_STACK_* NEXT_PUBLIC_LOGTAIL_*',
    'https://betterstack.com/docs/logs/javascript/nextjs/',
  ),
  row('inngest', 'INNGEST_*', 'https://www.inngest.com/docs/sdk/environment-variables'),
  row('@trigger.dev/*', 'TRIGGER_SECRET_KEY TRIGGER_API_URL TRIGGER_ACCESS_TOKEN', 'https://trigger.dev/docs/apikeys'),
  row('@arcjet/*', 'ARCJET_KEY ARCJET_ENV ARCJET_BASE_URL ARCJET_LOG_LEVEL', 'https://docs.arcjet.com/environment'),
  row('turbo', 'TURBO_*', 'https://turborepo.com/docs/reference/system-environment-variables'),
  row(
    'wrangler @cloudflare/* alchemy',
    'CLOUDFLARE_API_TOKEN CLOUDFLARE_ACCOUNT_ID CLOUDFLARE_API_KEY CLOUDFLARE_EMAIL WRANGLER_*',
    'https://developers.cloudflare.com/workers/wrangler/system-environment-variables/',
  ),
  row('next', 'NEXT_TELEMETRY_DISABLED NEXT_SERVER_ACTIONS_ENCRYPTION_KEY KEEP_ALIVE_TIMEOUT', 'https://nextjs.org/docs/app/guides/self-hosting'),
  row('nuxt', 'NUXT_*', 'https://nuxt.com/docs/4.x/guide/going-further/runtime-config#environment-variables'),
  row('nitropack nitro', 'NITRO_*', 'https://nitro.build/config'),
  row(
    '@sveltejs/adapter-node',
    'ORIGIN HOST_HEADER PROTOCOL_HEADER PORT_HEADER ADDRESS_HEADER XFF_DEPTH BODY_SIZE_LIMIT SHUTDOWN_TIMEOUT IDLE_TIMEOUT SOCKET_PATH',
    'https://svelte.dev/docs/kit/adapter-node#Environment-variables',
  ),
  row('expo', 'EXPO_TOKEN EXPO_NO_*', 'https://docs.expo.dev/more/expo-cli/#environment-variables'),
];
