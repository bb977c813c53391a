/** `gatelint why FILE:LINE [ROOT]`: all that is known of one place, as a person would tell it. */
import type { Explanation } from '@gatelint/engine';
import { colorsFor } from '../colors.js';
import { formatWhyJson } from '../formats/json.js';
import { formatWhy } from '../formats/why-text.js';
import { judge, type Machine } from '../judge.js';
import { locateFile } from '../locate.js';
import { Problem } from '../problem.js';
import type { ExitStatus, ProjectOptions, TypesOption } from '../run.js';
import { reportInternalErrors } from '../trust.js';

export interface WhyOptions extends ProjectOptions, TypesOption {
  readonly format: 'text' | 'json';
}

/** The exit status is 0 when there was something to tell, whatever it is; 2 when there is nothing at that place. */
export async function why(place: string, rootGiven: string | undefined, options: WhyOptions, machine: Machine): Promise<ExitStatus> {
  const { host } = machine;
  const asked = parsePlace(place);
  const { root, file } = locateFile(asked.file, rootGiven, host);
  const request = {
    root,
    files: host.files,
    view: 'disk',
    rules: null,
    config: options.config,
    cache: options.cache,
    cacheLocation: options.cacheLocation,
    types: options.types === true,
    place: { file, line: asked.line ?? Number.MAX_SAFE_INTEGER },
  } as const;
  const { result, files } = await judge('why', request, machine);
  reportInternalErrors(result.internalErrors, host);
  if (!files.includes(file) && subjects(result) === 0)
    throw new Problem(`${file} is not among the files that the gates are about.`, 'Tests, generated files and ignored ones are left out.');
  if (asked.line === null) throw new Problem(`Which line of ${file}? Write ${file}:LINE.`, whatThereIs(result));
  if (asked.line > result.lines)
    throw new Problem(`${file} has ${result.lines} ${result.lines === 1 ? 'line' : 'lines'}, and ${asked.line} is beyond its end.`, whatThereIs(result));
  if (subjects(result) === 0) throw new Problem(`There is no entry point, table, column or variable at ${file}:${asked.line}.`, whatThereIs(result));
  host.out.write(options.format === 'json' ? formatWhyJson(result) : formatWhy(result, colorsFor(host.out, host, options.color)));
  return result.internalErrors.length > 0 ? 2 : 0;
}

const subjects = ({ entries, tables, enums, variables }: Explanation): number => entries.length + tables.length + enums.length + variables.length;

/** `FILE:LINE`; a column after it, as linters print one, is taken for part of the place. */
function parsePlace(place: string): { readonly file: string; readonly line: number | null } {
  const match = /^(.+?):(\d+)(?::\d+)?$/u.exec(place);
  if (!match?.[1] || match[2] === undefined) return { file: place, line: null };
  const line = Number(match[2]);
  if (line === 0) throw new Problem('Lines count from 1.', `Write ${match[1]}:1 for the first.`);
  return { file: match[1], line };
}

/** So many are named; who asked about a file with more of them looks into the report. */
const named = 12;

function whatThereIs({ file, others, through }: Explanation): string {
  if (others.length === 0 && through.length === 0) return `The file has none, and no entry point comes through it. "gatelint report" lists what there is.`;
  const more = (all: readonly unknown[]): string => (all.length > named ? `\n  and ${all.length - named} more` : '');
  if (others.length > 0)
    return `The file has:\n${others
      .slice(0, named)
      .map(({ line, title }) => `  ${file}:${line}  ${title}`)
      .join('\n')}${more(others)}`;
  return `The file has none; these come through it:\n${through
    .slice(0, named)
    .map((one) => `  ${one.file}:${one.line}  ${one.title}`)
    .join('\n')}${more(through)}`;
}
