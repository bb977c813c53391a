/** Generated parts of pages that are written by hand stand between `<!-- name:begin … -->` and `<!-- name:end -->`. */

/** `text` with what stands between the markers replaced; throws when they are not there once each, in order. */
export function replaceBetween(text: string, name: string, generated: string): string {
  const begin = new RegExp(`<!-- ${name}:begin[^>]*-->\n`, 'g');
  const end = `<!-- ${name}:end -->`;
  const [opening, another] = [...text.matchAll(begin)];
  const close = text.indexOf(end);
  if (opening === undefined || another !== undefined || close < opening.index)
    throw new Error(`The markers "${name}:begin" and "${name}:end" have to stand once each, in this order.`);
  return `${text.slice(0, opening.index + opening[0].length)}\n${generated}\n\n${text.slice(close)}`;
}
