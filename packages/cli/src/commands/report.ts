/** `gatelint report`: how every obligation stands. */
import { colorsFor } from '../colors.js';
import { formatReportJson } from '../formats/json.js';
import { formatReportText } from '../formats/report-text.js';
import { judge, type Machine } from '../judge.js';
import { locate } from '../locate.js';
import type { ExitStatus, ProjectOptions, TypesOption } from '../run.js';
import { narrowReport } from '../scope.js';
import { refuseNothing, reportInternalErrors } from '../trust.js';

export interface ReportOptions extends ProjectOptions, TypesOption {
  readonly format: 'text' | 'json';
}

export async function report(path: string | undefined, options: ReportOptions, machine: Machine): Promise<ExitStatus> {
  const { host } = machine;
  const location = locate(path, host);
  const request = {
    root: location.root,
    files: host.files,
    view: 'disk',
    rules: null,
    config: options.config,
    cache: options.cache,
    cacheLocation: options.cacheLocation,
    types: options.types === true,
  } as const;
  const { result, files } = await judge('report', request, machine);
  refuseNothing(location, files, result);
  reportInternalErrors(result.internalErrors, host);

  const shown = narrowReport(result, location.file);
  host.out.write(
    options.format === 'json' ? formatReportJson(shown) : formatReportText(shown, colorsFor(host.out, host, options.color), location.file !== null),
  );
  if (result.internalErrors.length > 0) return 2;
  return shown.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}
