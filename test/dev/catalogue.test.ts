/** The proof that access paths of the catalogue exist in what a library publishes, on a package that is made up. */
import { library, type Row } from '@gatelint/catalogue';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkLibrary, isPublished, type Packages } from '../../packages/dev/src/catalogue/check.js';

const declarations = `
export interface Request { headers: Record<string, string>; user?: { id: string } }
export declare class Client { constructor(key: string); private constructor(); mails: { send(mail: object): Promise<{ id: string }> }; loose: any; }
export declare function connect(): Promise<Client>;
export declare function same<T>(value: T): T;
declare const app: { (): { post(path: string): void }; version: string };
export default app;
`;
const packages: Packages = {
  install(folder, name) {
    if (name === 'gone') return 'E404';
    const own = join(folder, 'node_modules', name);
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', types: 'index.d.ts', exports: { '.': { types: './index.d.ts' }, './mail': { types: './mail.d.ts' } } }),
    );
    writeFileSync(join(own, 'index.d.ts'), declarations);
    writeFileSync(join(own, 'mail.d.ts'), 'export declare function post(): void;');
    return null;
  },
  exportsOf: () => ['.', './mail'],
};

const folder = mkdtempSync(join(tmpdir(), 'gatelint-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const there = [
  'connect',
  'connect().mails.send',
  'Client.new.mails.send()',
  'Client.new.mails.*',
  'Request.new.user.id',
  'Request.new.headers.authorization',
  'default().post',
  'default.version',
  'Client.new.**',
  // By another path that stands for it, and in a subpath that a pattern names.
  'Client.new.send',
  'post',
];
const missing = {
  disconnect: 'disconnect',
  'Client.new.mails.sendAll': 'Client.new.mails.sendAll',
  'connect().texts.send': 'connect().texts',
  'Request.new.user.name': 'Request.new.user.name',
  'Client.new.post': 'Client.new.post',
};
const untold = ['$event.body', 'Client.new.loose.send', 'same().send'];

const check = (name: string, paths: readonly string[], more: Parameters<typeof library>[2] = {}) =>
  checkLibrary(
    library(
      name,
      paths.map((path): Row => ({ path, role: 'queues', source: 'https://example.org' })),
      more,
    ),
    join(folder, name.replaceAll(':', '-')),
    packages,
    false,
  );

describe('a path', () => {
  const { rows, installed } = check('ovenware', [...there, ...Object.keys(missing), ...untold], {
    also: ['ovenware/*'],
    same: { 'Client.new.mails': 'Client.new' },
  });
  const proofs = new Map(rows.map(({ path, proof }) => [path, proof]));

  it.each(there)('exists: %s', (path) => {
    expect(proofs.get(path)).toEqual({ is: 'there' });
  });

  it.each(Object.entries(missing))('does not: %s', (path, at) => {
    expect(proofs.get(path)).toEqual({ is: 'missing', at });
  });

  it.each(untold)('cannot be told: %s', (path) => {
    expect(proofs.get(path)).toMatchObject({ is: 'untold' });
  });

  it('was looked for in what was installed', () => {
    expect(installed).toEqual(['ovenware@latest']);
  });
});

it('says why nothing can be proved', () => {
  expect(check('gone', ['x']).because).toBe('it could not be installed: E404');
  expect(check('node:fs', ['x']).because).toBe('it is no package: a runtime or a framework brings it');
  expect(['globalThis', '#imports', 'https://deno.land/std', '*generated/prisma', '$app/server'].filter(isPublished)).toEqual([]);
});
