/** `gatelint check`: findings, in the format that was asked for. */
import { GitError } from '@gatelint/engine/node';
import { colorsFor } from '../colors.js';
import { formatGithub } from '../formats/github.js';
import { formatJson } from '../formats/json.js';
import { formatStylish } from '../formats/stylish.js';
import { judge, type Machine, type Request } from '../judge.js';
import { locate, prefixInRepository, type Location } from '../locate.js';
import { Problem } from '../problem.js';
import type { ExitStatus, ProjectOptions, TypesOption } from '../run.js';
import { narrow, type Scope } from '../scope.js';
import { readStaged } from '../staged.js';
import { refuseNothing, reportInternalErrors } from '../trust.js';

export interface CheckOptions extends ProjectOptions, TypesOption {
  readonly format: 'stylish' | 'json' | 'sarif' | 'github';
  readonly staged?: true;
  readonly rule?: readonly string[];
  readonly explain?: true;
  readonly maxWarnings?: number;
  readonly quiet?: true;
}

export async function check(path: string | undefined, options: CheckOptions, machine: Machine): Promise<ExitStatus> {
  const { host } = machine;
  const location = locate(path, host);
  const { request, scope } = prepare(location, options, machine);
  if (scope.is === 'staged' && scope.files.size === 0 && options.format === 'stylish') {
    host.out.write('Nothing is staged.\n');
    return 0;
  }
  const { result, files } = await judge('check', request, machine);
  // In a hook it is no surprise that nothing is judged: most commits touch no file that the gates are about.
  if (scope.is !== 'staged') refuseNothing(location, files, result);
  reportInternalErrors(result.internalErrors, host);

  const narrowed = narrow(result, scope);
  const shown = options.quiet ? { ...narrowed, findings: narrowed.findings.filter(({ severity }) => severity === 'error') } : narrowed;
  const view = { result: shown, root: location.root, cwd: host.cwd, prefix: prefixInRepository(location.root, host), explain: options.explain === true };
  if (options.format === 'json') host.out.write(formatJson(shown));
  else if (options.format === 'github') host.out.write(formatGithub(view));
  else if (options.format === 'sarif') host.out.write((await import('../formats/sarif.js')).formatSarif(view, (await machine.engine()).rules));
  else host.out.write(formatStylish(view, colorsFor(host.out, host, options.color)));

  if (result.internalErrors.length > 0) return 2;
  const warnings = narrowed.findings.filter(({ severity }) => severity === 'warning').length;
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  if (tooMany) host.err.write(`gatelint: ${warnings} warnings, and no more than ${options.maxWarnings} are allowed.\n`);
  return tooMany || narrowed.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function prepare(location: Location, options: CheckOptions, { host }: Machine): { request: Request; scope: Scope } {
  const { root, file } = location;
  const request: Request = {
    root,
    files: host.files,
    view: 'disk',
    rules: options.rule ? [...new Set(options.rule)].sort() : null,
    config: options.config,
    cache: options.cache,
    cacheLocation: options.cacheLocation,
    types: options.types === true,
  };
  if (!options.staged) return { request, scope: file === null ? { is: 'all' } : { is: 'file', file } };
  if (file !== null) throw new Problem('--staged judges a whole repository: give it a folder, or no path.');
  try {
    const staged = readStaged(root, host);
    return { request: { ...request, files: staged.fileSystem, view: 'index' }, scope: { is: 'staged', files: staged.files } };
  } catch (error) {
    throw error instanceof GitError ? new Problem(`--staged: ${error.message}`) : error;
  }
}
