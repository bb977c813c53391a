/** Edits as people make them, on any text: what comes out differs from number to number and still parses. */

/** null: this text has nothing to do it to. */
export type Edit = (text: string, number: number) => string | null;

/** A comment at the top, so that everything below it moves. */
export const commented = (text: string, number: number): string =>
  text.startsWith('#!') ? text.replace(/\n|$/u, `\n// edit ${number}\n`) : `// edit ${number}\n${text}`;

/** The first local constant inside a function has another name. */
export const renamed: Edit = (text, number) => {
  const name = /^[ \t]+const (\w+) =/mu.exec(text)?.[1];
  return name === undefined ? null : text.replace(new RegExp(`(?<![\\w$.'"\`/-])${name}(?![\\w$'"\`/-])`, 'gu'), `${name}${number}`);
};

/** What turned callers away on one of these lines (1-based) does so only while a variable is set. */
export function guardless(text: string, lines: readonly number[], number: number): string | null {
  const all = text.split('\n');
  const at = lines.find((line) => /(?:^\s*|[){]\s*)(?:throw|return)\b/u.test(all[line - 1] ?? ''));
  if (at === undefined) return null;
  all[at - 1] = all[at - 1]!.replace(/\b(throw|return)\b/u, `if (process.env.EDIT_${number}) $1`);
  return all.join('\n');
}
