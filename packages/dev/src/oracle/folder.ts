/** The sources of a real folder, applied to PostgreSQL statement by statement and compared with what the fold makes of the same statements. */
import { nodeFileSystem } from '@gatelint/engine/node';
import { decode, findSources, foldSource, parseSql, type Source } from '@gatelint/sql-facts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareShapes, disagreementText } from './compare.js';
import { OracleDatabase } from './database.js';
import { shapeOfSchema } from './shape.js';

/** A history that begins in the middle has thousands. */
const MOST_REFUSED = 20;

/** Says what it finds, line by line; true when nothing disagrees. */
export async function checkFolder(root: string, say: (line: string) => void): Promise<boolean> {
  const files = nodeFileSystem();
  const sources = findSources(files, root, sqlFilesBelow(root), { migrations: null }).filter((one) => one.layout !== 'prisma-schema' && one.files.length > 0);
  let agreed = true;
  for (const source of sources) agreed = (await checkSource(root, source, say)) && agreed;
  if (sources.length === 0) say(`${root}: no migrations`);
  return agreed;
}

async function checkSource(root: string, source: Source, say: (line: string) => void): Promise<boolean> {
  const files = nodeFileSystem();
  const database = await OracleDatabase.start(true);
  const applied = new Map<string, string>();
  let statements = 0;
  const refused: string[] = [];
  // Shared by all files: what PostgreSQL refuses is taken out of the text that the fold sees as well.
  for (const file of source.files) {
    const text = decode(files.read(join(root, file))).text ?? '';
    const { kept, count, errors } = await applyFile(database, file, text, source.exposedSchemas.length > 0 ? '"$user", public, extensions' : '"$user", public');
    applied.set(`${root}/${file}`, kept);
    statements += count;
    refused.push(...errors);
  }
  await database.attempt('commit');
  const folded = foldSource({ read: (path) => new TextEncoder().encode(applied.get(path) ?? '') }, root, source);
  const catalogue = await database.catalogue();
  await database.close();
  const disagreements = compareShapes(catalogue, shapeOfSchema(folded));
  const { opaque } = folded.coverage;
  say(
    `${source.path} (${source.layout}): ${source.files.length} files, ${statements} statements, ${refused.length} refused by PostgreSQL, ${opaque.length} opaque to the fold, ${disagreements.length} disagreements`,
  );
  for (const one of refused.slice(0, MOST_REFUSED)) say(`  refused: ${one}`);
  if (refused.length > MOST_REFUSED) say(`  refused: and ${refused.length - MOST_REFUSED} more`);
  for (const one of opaque) say(`  opaque: ${one.at.file}: ${one.because}`);
  for (const one of disagreements) say(`  ${disagreementText(one).replaceAll('\n', '\n  ')}`);
  return disagreements.length === 0;
}

/** Runs a file's statements; blanks out those that PostgreSQL refuses, so that positions stay. */
async function applyFile(database: OracleDatabase, file: string, text: string, searchPath: string): Promise<{ kept: string; count: number; errors: string[] }> {
  const errors: string[] = [];
  let kept = text;
  let count = 0;
  const blank = (start: number, end: number): void => {
    kept = kept.slice(0, start) + kept.slice(start, end).replace(/[^\n]/g, ' ') + kept.slice(end);
  };
  await database.attempt(`reset session authorization; reset role; set search_path to ${searchPath}; set check_function_bodies = off`);
  let open = false;
  for (const { at, kind, node } of upwards(file, text)) {
    if (kind === 'Meta' || kind === 'CopyData') continue;
    count += 1;
    const sql = text.slice(at.start, at.end);
    // Data is not what is compared, and cannot be copied in.
    if (kind === 'CopyStmt') continue;
    const control = kind === 'TransactionStmt';
    if (control) open = node?.['kind'] !== 'TRANS_STMT_COMMIT' && node?.['kind'] !== 'TRANS_STMT_ROLLBACK';
    const message = control || !open ? await database.attempt(sql.replace(/\bconcurrently\b/gi, '')) : await database.attemptInside(sql);
    if (message === null) continue;
    errors.push(`${file}: ${sql.slice(0, 80).replace(/\s+/g, ' ')}: ${message}`);
    blank(at.start, at.end);
  }
  return { kept, count, errors };
}

/** The statements of a file without those that undo it. */
function upwards(file: string, text: string): ReturnType<typeof parseSql>['statements'] {
  const down = /^--\s*(?:migrate:|\+goose |\+migrate )down/im.exec(text)?.index ?? text.length;
  return parseSql(file, text).statements.filter((one) => one.at.start < down);
}

function sqlFilesBelow(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') visit(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  visit('');
  return found.sort();
}
