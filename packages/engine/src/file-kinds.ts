/** What a file is to the gates, by its path alone. */
import { isInventory } from './environment/inventory.js';

export type FileKind =
  /** TypeScript or JavaScript that is judged. */
  | 'code'
  /** Tests, stories and their configuration: read for the environment, never judged. */
  | 'test'
  | 'inventory'
  | 'prisma'
  /** Compose files, workflows, Dockerfiles, shell scripts …: a variable that they mention is in use. */
  | 'settings'
  | 'other';

const code = /\.[cm]?[jt]sx?$/u;
const declarations = /\.d\.(?:[\w-]+\.)?[cm]?ts$/u;
const generated = /(?:^|\/)(?:generated|__generated__|\.generated)\/|\.(?:generated|gen|min|bundle)\.[cm]?[jt]sx?$/u;
const testName =
  /\.(?:test|spec|e2e|e2e-spec|cy|stories|story|bench|mock|fixture)s?\.[cm]?[jt]sx?$|(?:^|\/)(?:playwright|vitest|jest|cypress|wdio|karma|ava)\b[\w.-]*\.[cm]?[jt]s$|(?:^|\/)setupTests?\.[cm]?[jt]sx?$/u;
const alwaysTestFolder = /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__snapshots__|\.storybook)\//u;
const testFolder = /(?:^|\/)(?:tests?|e2e|specs?|cypress|playwright|test-utils?|testing)\//u;
/** Folders are addresses there: `app/api/test/route.ts` answers requests. */
const address = /(?:^|\/)(?:app|pages|routes)\/(?:.*\/)?(?:route|page|layout|\+server|\+page\.server)\.[cm]?[jt]sx?$|(?:^|\/)pages\/api\//u;
const settings =
  /\.(?:ya?ml|toml|sh|bash|zsh|tf|tfvars|hcl|py|rb|go|rs|php|ex|exs|conf|cfg|ini|nix|gradle|service|vue|svelte|astro|mdc)$|(?:^|\/)(?:(?:Docker|Container)file[\w.-]*|[\w.-]*\.(?:Docker|docker)file|Makefile|Procfile|Justfile|justfile|Jenkinsfile|Caddyfile|package\.json|vercel\.json|turbo\.jsonc?|app\.json|eas\.json|fly\.toml|wrangler\.jsonc?|netlify\.toml|railway\.json|deno\.jsonc?|import_map\.json|nx\.json|project\.json|serverless\.json|devcontainer\.json|\.env(?:\.[\w-]+)*|\.envrc|\.dev\.vars)$/u;

/** No walk comes here, but a linter that was told to lint everything asks about it. */
const installed = /(?:^|\/)node_modules\//u;
const lockFile = /(?:-lock|\.lock)\.(?:ya?ml|json)$|\.lock$/u;

export function kindOf(path: string): FileKind {
  if (installed.test(path)) return 'other';
  if (code.test(path)) return declarations.test(path) || generated.test(path) ? 'other' : isTest(path) ? 'test' : 'code';
  if (isInventory(path)) return 'inventory';
  if (path.endsWith('.prisma')) return 'prisma';
  return settings.test(path) && !lockFile.test(path) ? 'settings' : 'other';
}

export function isTest(path: string): boolean {
  if (testName.test(path) || alwaysTestFolder.test(path)) return true;
  return testFolder.test(path) && !address.test(path);
}
