/** `gatelint rules`: every rule in a line. */
import { colorsFor } from '../colors.js';
import type { Machine } from '../judge.js';
import type { ColorOption, ExitStatus } from '../run.js';

export async function rules(options: ColorOption, { host, engine }: Machine): Promise<ExitStatus> {
  const colors = colorsFor(host.out, host, options.color);
  const all = [...(await engine()).rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const idWidth = width(all.map(({ id }) => id));
  const languageWidth = width(all.map(({ languages }) => languages.join(', ')));
  for (const { id, languages, preset, severity, docs } of all) {
    const facts = `${languages.join(', ').padEnd(languageWidth)}  ${preset.padEnd('recommended'.length)}  ${severity.padEnd('warning'.length)}`;
    host.out.write(`${colors.bold(id.padEnd(idWidth))}  ${colors.dim(facts)}  ${docs.description}\n`);
  }
  return 0;
}
