/** Labels call a column's table by its Prisma model where there is one; the report calls it as the database does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableOf } from './score.js';

/** Reads the schemas that labels of a checkout name. */
export function modelsIn(checkout: string): TableOf {
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(checkout, file), 'utf8');
    texts.set(file, text);
    return text;
  };
  return ({ file, table }) => {
    if (!file.endsWith('.prisma')) return table;
    const body = new RegExp(`^model\\s+${table}\\s*\\{([^]*?)^\\}`, 'm').exec(textOf(file))?.[1] ?? '';
    return /@@map\("([^"]+)"\)/.exec(body)?.[1] ?? table;
  };
}
