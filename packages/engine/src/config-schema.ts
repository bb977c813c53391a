/** The shape of `gatelint.config.json`, for the reader and for editors. Defaults are not here: what is left out is `defaultConfig`. */
import { z } from 'zod';
import { name, oneOf, rowSchema } from './config-rows.js';
import type { Rule } from './rule.js';

const relative = 'a path relative to the root, with "/"';
/** Neither absolute nor out of the root: the configuration of a repository names nothing outside it. */
const relativePath = z.string(relative).regex(/^(?!\/|[A-Za-z]:)(?!(?:.*\/)?\.\.(?:\/|$))[^\\]+$/u, relative);
const glob = name('a glob relative to the root, such as "scripts/**"');
const hostName = 'a host name such as "api.example.com"';
const host = z.string(hostName).regex(/^(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?$/u, hostName);
const variable = 'the name of a variable; "*" at its end makes it a beginning';
const vendor = name('the name of the vendor');

const hostSchema = z.discriminatedUnion(
  'role',
  [
    z.strictObject({ host, role: z.literal('costs-money'), vendor, kind: oneOf(['ai', 'mail', 'sms', 'payments', 'search', 'other']) }),
    z.strictObject({ host, role: z.literal('sends-telemetry'), vendor }),
  ],
  'an object with "host", "role" and "vendor"',
);

/** @param rules which rules there are; their descriptions end up in the JSON schema */
export function configSchema(rules: readonly { readonly id: string; readonly description: string }[]) {
  const severity = oneOf(['error', 'warning', 'off']);
  return z.strictObject(
    {
      $schema: z.string('the address of this schema').describe('Address of this schema, for editors.').optional(),
      preset: oneOf(['recommended', 'strict'])
        .describe('Which rules are on: "recommended" (the default), or "strict", which adds those that ask for more than most projects want.')
        .optional(),
      rules: z
        .strictObject(
          Object.fromEntries(rules.map(({ id, description }) => [id, severity.describe(description).optional()])),
          'an object of severities by rule',
        )
        .describe('Severities by rule: "error", "warning" or "off".')
        .optional(),
      ignore: z.array(glob, 'a list of globs').describe('Globs, relative to the root, of what is not checked.').optional(),
      undecided: oneOf(['off', 'error'])
        .describe('"error": what cannot be decided blocks as a finding does. "off" (the default): --explain lists it.')
        .optional(),
      trust: oneOf(['none', 'authenticated']).describe('"authenticated": signed-in callers may spend money without a limit.').optional(),
      catalogue: z.array(rowSchema, 'a list of rows').describe('What functions of yours, or of packages that Gatelint does not know, mean.').optional(),
      hosts: z.array(hostSchema, 'a list of hosts').describe('HTTP hosts that cost money or take telemetry when they are fetched.').optional(),
      sql: z
        .strictObject(
          {
            migrations: z
              .array(relativePath, 'a list of folders')
              .describe('Folders of migrations, relative to the root. Left out: they are found.')
              .optional(),
            exposedSchemas: z
              .array(name('the name of a schema'), 'a list of schemas')
              .describe('Schemas that clients reach through an API. Left out: they are found.')
              .optional(),
            userTables: z
              .array(name('the name of a table'), 'a list of tables')
              .describe('Tables that are users or tenants, besides those that are found.')
              .optional(),
          },
          'an object with "migrations", "exposedSchemas" and "userTables"',
        )
        .optional(),
      env: z
        .strictObject(
          {
            inventories: z
              .array(relativePath, 'a list of files')
              .describe('Inventories of variables, relative to the root. Left out: .env.example and its kin are found.')
              .optional(),
            platform: z
              .array(z.string(variable).regex(/^(?:[A-Za-z_]\w*\*?|\*)$/u, variable), 'a list of variables')
              .describe('Variables that the platform sets, so that they need no row in an inventory; "*" at the end makes it a beginning.')
              .optional(),
          },
          'an object with "inventories" and "platform"',
        )
        .optional(),
    },
    'an object',
  );
}

/** JSON schema (draft 2020-12) of `gatelint.config.json`, as plain data: what editors complete and check by. */
export function configJsonSchema(rules: readonly Pick<Rule, 'id' | 'docs'>[]): object {
  const described = rules.map(({ id, docs }) => ({ id, description: docs.description }));
  const { $schema, ...schema } = z.toJSONSchema(configSchema(described), { io: 'input' });
  return { $schema, title: 'Configuration of Gatelint', allowTrailingCommas: true, ...schema };
}
