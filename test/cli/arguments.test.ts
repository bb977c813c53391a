import { expect, test } from 'vitest';
import { engineThatSays, gatelint, sandbox, type Outcome } from './machine.js';

const engine = engineThatSays({});
const inProject = (argv: readonly string[]): Promise<Outcome> => gatelint(sandbox({ 'app/route.ts': '' }).folder, argv, { engine });

test.each<[string, readonly string[], RegExp]>([
  ['an unknown command', ['chek'], /Unknown command 'chek'[\s\S]*Did you mean check/u],
  ['an unknown option', ['check', '--staged-only'], /Unknown option '--staged-only'/u],
  ['a misspelt option', ['check', '--formt', 'json'], /Did you mean --format/u],
  ['an unknown format', ['check', '--format', 'xml'], /'xml' is invalid. Allowed choices are stylish, json, sarif, github/u],
  ['an option without its value', ['check', '--rule'], /argument missing/u],
  ['a number that is none', ['check', '--max-warnings', 'few'], /A whole number is expected/u],
  ['a negative number', ['check', '--max-warnings', '-1'], /A whole number is expected/u],
  ['two paths', ['check', 'a', 'b'], /Too many arguments/u],
  ['a path that is not there', ['check', 'nowhere'], /There is no file or folder "nowhere"/u],
  ['a rule that is not there', ['check', '--rule', 'require-rsl'], /There is no rule "require-rsl"\.\nDid you mean "require-rls"\?/u],
  ['a rule to explain that is not there', ['explain', 'require-root-auth'], /There is no rule "require-root-auth"\.\nDid you mean "require-route-auth"\?/u],
  ['nothing to explain', ['explain'], /Missing required argument 'rule'/u],
  ['no place to tell of', ['why'], /Missing required argument 'file:line'/u],
  ['env without a direction', ['env'], /needs --check or --write/u],
  ['env with both', ['env', '--check', '--write'], /cannot be used with option/u],
  ['a configuration that is not there', ['check', '--config', 'other.json'], /There is no configuration file "other\.json"/u],
  ['--staged with a file', ['check', 'app/route.ts', '--staged'], /give it a folder/u],
  ['--staged outside of a repository', ['check', '--staged'], /not in a git repository/u],
])('%s: a message, exit status 2', async (_, argv, message) => {
  const { status, errors, output } = await inProject(argv);
  expect(errors).toMatch(message);
  expect(errors).toMatch(/^gatelint: [A-Z"-]/u);
  expect(output).toBe('');
  expect(status).toBe(2);
});

test('no command: the help, on stderr, and exit status 2', async () => {
  const { status, errors } = await inProject([]);
  expect(errors).toMatch(/^Usage: gatelint/u);
  expect(status).toBe(2);
});

test.each([['--help'], ['check', '--help'], ['report', '-h'], ['why', '--help'], ['env', '--help'], ['--version']])(
  '%s %s answers on stdout with exit status 0',
  async (...argv) => {
    const { status, output, errors } = await inProject(argv.filter((one): one is string => typeof one === 'string'));
    expect(output).not.toBe('');
    expect(errors).toBe('');
    expect(status).toBe(0);
  },
);

test('--version is the version of the package', async () => {
  expect((await inProject(['--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/u);
});

test('an empty folder: nothing to check, exit status 2', async () => {
  const { status, errors } = await gatelint(sandbox().folder, ['check']);
  expect(errors).toMatch(/Nothing to check/u);
  expect(status).toBe(2);
});

test('a file that no gate is about: nothing to check, exit status 2', async () => {
  const { folder } = sandbox({ 'README.md': '# x', 'app/route.ts': '' });
  const { status, errors } = await gatelint(folder, ['check', 'README.md'], { engine });
  expect(errors).toMatch(/README\.md is not among the files that the gates are about/u);
  expect(status).toBe(2);
});
