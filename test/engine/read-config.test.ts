import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { configJsonSchema, readConfig } from '../../packages/engine/src/read-config.js';
import { defaultConfig } from '../../packages/engine/src/config.js';

const rules = ['require-rls', 'require-route-auth', 'no-awaited-telemetry'];
const read = (text: string) => readConfig(text, 'gatelint.config.json', rules);

/** The first problem as one line: position, key, message, hint. */
function problems(text: string): string[] {
  const answer = read(text);
  if ('config' in answer) throw new Error(`no mistake was found in ${text}`);
  return answer.problems.map(({ line, column, key, message, hint }) => `${line}:${column} [${key}] ${message}${hint === null ? '' : ` ${hint}`}`);
}

describe('what is right', () => {
  test('an empty object is the default configuration', () => {
    expect(read('{}')).toEqual({ config: defaultConfig });
  });

  test('comments, trailing commas, a byte order mark and CRLF are fine', () => {
    const text = '\uFEFF// ours\r\n{\r\n  "preset": "strict", /* all */\r\n  "ignore": ["legacy/**",],\r\n}\r\n';
    expect(read(text)).toEqual({ config: { ...defaultConfig, preset: 'strict', ignore: ['legacy/**'] } });
  });

  test('every key is taken over, and what is left out keeps its default', () => {
    const text = JSON.stringify({
      $schema: './node_modules/gatelint/schema/gatelint.schema.json',
      rules: { 'require-rls': 'off', 'require-route-auth': 'warning' },
      undecided: 'error',
      trust: 'authenticated',
      catalogue: [
        { module: 'lib/auth', path: 'requireUser', role: 'verifies-identity', outcome: { kind: 'throws' } },
        { module: '@acme/llm', path: 'createClient().complete', role: 'costs-money', vendor: 'acme', kind: 'ai' },
      ],
      hosts: [{ host: 'api.acme.test', role: 'costs-money', vendor: 'acme', kind: 'ai' }],
      sql: { migrations: ['db/migrations'] },
      env: { platform: ['RENDER_*'] },
    });
    expect(read(text)).toEqual({
      config: {
        ...defaultConfig,
        rules: { 'require-rls': 'off', 'require-route-auth': 'warning' },
        undecided: 'error',
        trust: 'authenticated',
        catalogue: [
          { module: 'lib/auth', path: 'requireUser', role: 'verifies-identity', outcome: { kind: 'throws' } },
          { module: '@acme/llm', path: 'createClient().complete', role: 'costs-money', vendor: 'acme', kind: 'ai' },
        ],
        hosts: [{ host: 'api.acme.test', role: { role: 'costs-money', vendor: 'acme', kind: 'ai' }, source: 'gatelint.config.json' }],
        sql: { migrations: ['db/migrations'], exposedSchemas: null, userTables: [] },
        env: { inventories: null, platform: ['RENDER_*'] },
      },
    });
  });
});

const row = (fields: object) => JSON.stringify({ catalogue: [{ module: 'm', path: 'p', ...fields }] });

test.each<[string, string, string[]]>([
  ['nothing at all', '', ['1:1 [] The file is empty. Write {}, or remove the file.']],
  ['comments alone', '// nothing yet', ['1:1 [] The file is empty. Write {}, or remove the file.']],
  ['a missing comma', '{\n  "preset": "strict"\n  "undecided": "off"\n}', ['3:3 [] The file is not JSON: a comma is expected here.']],
  ['an open brace', '{ "rules": { }', ['1:15 [] The file is not JSON: a closing brace is missing.']],
  ['single quotes', "{ 'preset': 'strict' }", ['1:3 [] The file is not JSON: this is not a value that JSON has.']],
  ['a list', '[]', ['1:1 [] The configuration must be an object, not a list.']],
  ['a misspelt key', '{\n  "ignored": []\n}', ['2:3 [ignored] "ignored" is not a key of the configuration. Did you mean "ignore"?']],
  [
    'an unknown key',
    '{ "plugins": [] }',
    ['1:3 [plugins] "plugins" is not a key of the configuration. Known here: $schema, catalogue, env, hosts, ignore, preset, rules, sql, trust, undecided.'],
  ],
  [
    'a misspelt key below',
    '{ "sql": { "migration": [] } }',
    ['1:12 [sql.migration] "sql.migration" is not a key of the configuration. Did you mean "migrations"?'],
  ],
  ['a misspelt rule', '{ "rules": { "require-rsl": "off" } }', ['1:14 [rules.require-rsl] There is no rule "require-rsl". Did you mean "require-rls"?']],
  ['an unknown rule', '{ "rules": { "eqeqeq": "off" } }', ['1:14 [rules.eqeqeq] There is no rule "eqeqeq". "gatelint rules" lists them.']],
  [
    'a misspelt severity',
    '{ "rules": { "require-rls": "warn" } }',
    ['1:29 [rules.require-rls] "rules.require-rls" must be "error", "warning" or "off", not "warn". Did you mean "warning"?'],
  ],
  [
    'a number for a severity',
    '{ "rules": { "require-rls": 2 } }',
    ['1:29 [rules.require-rls] "rules.require-rls" must be "error", "warning" or "off", not 2.'],
  ],
  [
    'a misspelt preset',
    '{ "preset": "recomended" }',
    ['1:13 [preset] "preset" must be "recommended" or "strict", not "recomended". Did you mean "recommended"?'],
  ],
  ['a text for a list', '{ "ignore": "dist/**" }', ['1:13 [ignore] "ignore" must be a list of globs, not "dist/**". Write ["dist/**"].']],
  ['an empty glob', '{ "ignore": ["a", ""] }', ['1:19 [ignore[1]] "ignore[1]" must be a glob relative to the root, such as "scripts/**", not "".']],
  [
    'an absolute folder',
    '{ "sql": { "migrations": ["/srv/migrations"] } }',
    ['1:27 [sql.migrations[0]] "sql.migrations[0]" must be a path relative to the root, with "/", not "/srv/migrations".'],
  ],
  [
    'a folder outside',
    '{ "sql": { "migrations": ["../other"] } }',
    ['1:27 [sql.migrations[0]] "sql.migrations[0]" must be a path relative to the root, with "/", not "../other".'],
  ],
  [
    'an address for a host',
    '{ "hosts": [{ "host": "https://api.x.test/v1", "role": "sends-telemetry", "vendor": "x" }] }',
    ['1:23 [hosts[0].host] "hosts[0].host" must be a host name such as "api.example.com", not "https://api.x.test/v1". Write "api.x.test".'],
  ],
  [
    'a variable with a pattern',
    '{ "env": { "platform": ["*_URL"] } }',
    ['1:25 [env.platform[0]] "env.platform[0]" must be the name of a variable; "*" at its end makes it a beginning, not "*_URL".'],
  ],
  ['a key twice', '{ "ignore": ["a"], "ignore": ["b"] }', ['1:20 [ignore] "ignore" is given twice. Keep one of the two.']],
  [
    'a key of objects themselves',
    '{ "__proto__": {} }',
    [
      '1:3 [__proto__] "__proto__" is not a key of the configuration. Known here: $schema, catalogue, env, hosts, ignore, preset, rules, sql, trust, undecided.',
    ],
  ],
  ['a row without a role', row({}), ['1:15 [catalogue[0].role] "catalogue[0]" lacks "role": a role.']],
  [
    'a misspelt role',
    row({ role: 'verify-identity' }),
    ['1:47 [catalogue[0].role] "catalogue[0].role" is not a role: "verify-identity". Did you mean "verifies-identity"?'],
  ],
  [
    'a role from nowhere',
    row({ role: 'guard' }),
    ['1:47 [catalogue[0].role] "catalogue[0].role" is not a role: "guard". docs/configuration.md lists the roles.'],
  ],
  [
    'a row without a field of its role',
    row({ role: 'costs-money', kind: 'ai' }),
    ['1:15 [catalogue[0].vendor] "catalogue[0]" lacks "vendor": the name of the vendor.'],
  ],
  [
    'a row with a misspelt field',
    row({ role: 'costs-money', vendr: 'x', kind: 'ai' }),
    ['1:61 [catalogue[0].vendr] "vendr" is not a field of the role "costs-money" ("catalogue[0]"). Did you mean "vendor"?'],
  ],
  [
    'a row with a field of another role',
    row({ role: 'signs-in', vendor: 'x' }),
    ['1:58 [catalogue[0].vendor] "vendor" is not a field of the role "signs-in" ("catalogue[0]"). Known here: module, path, role, when.'],
  ],
  [
    'a row with a wrong field',
    row({ role: 'costs-money', vendor: 'x', kind: 'email' }),
    ['1:81 [catalogue[0].kind] "catalogue[0].kind" must be "ai", "mail", "sms", "payments", "search" or "other", not "email". Did you mean "mail"?'],
  ],
  [
    'a row with a wrong outcome',
    row({ role: 'verifies-identity', outcome: { kind: 'throw' } }),
    [
      '1:85 [catalogue[0].outcome.kind] "catalogue[0].outcome.kind" must be "value", "field", "throws", "boolean", "middleware", "wraps" or "callback", not "throw". Did you mean "throws"?',
    ],
  ],
  [
    'an outcome that is a word',
    row({ role: 'verifies-identity', outcome: 'throws' }),
    ['1:77 [catalogue[0].outcome] "catalogue[0].outcome" must be an object that says how it answers ({ "kind": "throws" }), not "throws".'],
  ],
  [
    'an access path that is none',
    row({ role: 'signs-in', path: 'auth.(signIn' }),
    ['1:36 [catalogue[0].path] "catalogue[0].path" must be an access path such as "requireUser" or "createClient().auth.getUser", not "auth.(signIn".'],
  ],
  [
    'a negative position',
    row({ role: 'remembers', key: -1 }),
    ['1:65 [catalogue[0].key] "catalogue[0].key" must be the position of an argument, counted from 0, not -1.'],
  ],
  [
    'several at once, in the order of the file',
    '{\n  "undecided": "warn",\n  "trust": "all",\n  "rules": { "require-rls": "err" }\n}',
    [
      '2:16 [undecided] "undecided" must be "off" or "error", not "warn".',
      '3:12 [trust] "trust" must be "none" or "authenticated", not "all".',
      '4:29 [rules.require-rls] "rules.require-rls" must be "error", "warning" or "off", not "err". Did you mean "error"?',
    ],
  ],
])('%s', (_, text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test('lines and columns count from 1, in UTF-16 units, without the byte order mark', () => {
  expect(problems('\uFEFF{ "presett": 1 }')[0]).toMatch(/^1:3 /u);
  expect(problems('{ "ignore": ["🚪"], "presett": 1 }')[0]).toMatch(/^1:21 /u);
});

test('no input makes it throw', () => {
  const deep = '{"a":'.repeat(2000);
  for (const text of [
    '\0',
    '{"a":\0}',
    deep,
    '"',
    'null',
    '{"catalogue":[null]}',
    '{"catalogue":{"0":1}}',
    '{"rules":[]}',
    '{"toString":1}',
    '{"rules":{"constructor":"off"}}',
  ]) {
    expect('problems' in read(text), text.slice(0, 20)).toBe(true);
  }
});

describe('the JSON schema', () => {
  const schema = configJsonSchema(rules.map((id) => ({ id, docs: { description: `About ${id}.`, why: '', fix: '', limits: '' } })));
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['allowTrailingCommas'] }).compile(schema);

  test('is one that takes what the reader takes', () => {
    expect(validate({ preset: 'strict', rules: { 'require-rls': 'off' }, catalogue: [{ module: 'm', path: 'p', role: 'signs-in' }] })).toBe(true);
  });

  test('refuses what the reader refuses', () => {
    expect(validate({ presett: 'strict' })).toBe(false);
    expect(validate({ rules: { 'require-rsl': 'off' } })).toBe(false);
    expect(validate({ catalogue: [{ module: 'm', path: 'p', role: 'costs-money' }] })).toBe(false);
  });

  test('carries the descriptions that editors show', () => {
    expect(JSON.stringify(schema)).toContain('About require-rls.');
  });
});
