/**
 * `npm run catalogue -- --check [LIBRARY …]`: installs what the libraries publish into a temporary folder, one after the other, and tells which access paths of their
 * rows exist in the declarations, which do not, and of which that cannot be told. Without names, all libraries are checked, which takes long; `--latest` asks the newest versions
 * instead of those that the rows were compared with. It needs a package registry, and is no part of the tests.
 */
import { catalogue } from '@gatelint/catalogue';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkLibrary, type LibraryProof } from './catalogue/check.js';
import { registry } from './catalogue/install.js';

const usage = 'usage: npm run catalogue -- --check [LIBRARY …] [--latest]\n';

const { values, positionals: wanted } = readArguments();
if (!values.check) refuse();
const unknown = wanted.filter((name) => !catalogue.libraries.some((library) => library.name === name));
if (unknown.length > 0) refuse(`not in the catalogue: ${unknown.join(', ')}\n`);

const counts = { there: 0, missing: 0, untold: 0 };
const folder = mkdtempSync(join(tmpdir(), 'gatelint-catalogue-'));
try {
  catalogue.libraries.forEach((library, index) => {
    if (wanted.length > 0 && !wanted.includes(library.name)) return;
    const own = join(folder, String(index));
    tell(checkLibrary(library, own, registry, values.latest ?? false));
    rmSync(own, { recursive: true, force: true });
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`\n${counts.there} paths exist, ${counts.missing} do not, of ${counts.untold} it cannot be told.\n`);
if (counts.missing > 0) process.exitCode = 1;

function tell({ library, installed, because, rows }: LibraryProof): void {
  const of = (is: 'there' | 'missing' | 'untold') => rows.filter(({ proof }) => proof.is === is);
  for (const is of ['there', 'missing', 'untold'] as const) counts[is] += of(is).length;
  process.stdout.write(`${library} (${installed.join(', ') || 'not installed'}): ${because ?? `${of('there').length} of ${rows.length}`}\n`);
  for (const { path, roles, proof } of rows) {
    if (proof.is === 'missing') process.stdout.write(`  not there: ${path} (${roles.join(', ')}): the declarations have no ${proof.at}\n`);
    if (proof.is === 'untold' && because === null) process.stdout.write(`  not told: ${path} (${roles.join(', ')}): ${proof.because}\n`);
  }
}

function readArguments() {
  try {
    return parseArgs({ options: { check: { type: 'boolean' }, latest: { type: 'boolean' } }, allowPositionals: true });
  } catch (error) {
    return refuse(error instanceof Error ? `${error.message}\n` : '');
  }
}

function refuse(reason = ''): never {
  process.stderr.write(`${reason}${usage}`);
  process.exit(2);
}
