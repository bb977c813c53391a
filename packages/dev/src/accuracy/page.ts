/** Where the tables of each set of repositories stand on docs/accuracy.md: between markers of its own, under a heading of its own. */
import { replaceBetween } from '../markers.js';

/** The set that the page opens with. */
const first = 'accuracy';

/** The page with the tables of a set: those between its markers are replaced; a set that is new stands behind the last one. `title` null: the first set. */
export function withTables(page: string, title: string | null, tables: string): string {
  if (title === null) return replaceBetween(page, first, tables);
  const name = `${first}-${slug(title)}`;
  return replaceBetween(page.includes(`<!-- ${name}:begin`) ? page : withSection(page, title, name), name, tables);
}

function withSection(page: string, title: string, name: string): string {
  const ends = [...page.matchAll(new RegExp(`<!-- ${first}[a-z0-9-]*:end -->\n`, 'gu'))];
  const last = ends.at(-1);
  if (last === undefined) throw new Error(`The page has no set of tables: the markers "${first}:begin" and "${first}:end" are not there.`);
  const at = last.index + last[0].length;
  const command = `npm run accuracy -- … --set '${title}' --write`;
  const section = `\n## ${title}\n\n<!-- ${name}:begin (written by ${command}) -->\n<!-- ${name}:end -->\n`;
  return `${page.slice(0, at)}${section}${page.slice(at)}`;
}

function slug(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/gu) ?? [];
  if (words.length === 0) throw new Error('The title of a set has to have a letter.');
  return words.join('-');
}
