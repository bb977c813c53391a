/** When a run cannot be trusted: it judged nothing, or a rule broke. */
import type { CheckResult, InternalError } from '@gatelint/engine';
import type { Host } from './host.js';
import type { Location } from './locate.js';
import { Problem } from './problem.js';

/**
 * A gate that judged nothing must not look like one that found nothing.
 *
 * @param files those that the gates are about
 * @throws Problem when the root has none, or the file that was asked about is not among them
 */
export function refuseNothing({ root, file }: Location, files: readonly string[], { findings }: Pick<CheckResult, 'findings'>): void {
  if (file === null && files.length === 0) {
    throw new Problem(
      `Nothing to check: ${root} has no TypeScript, JavaScript or SQL files that the gates are about.`,
      'Give the folder of a project, and see "ignore" in its configuration.',
    );
  }
  if (file !== null && !files.includes(file) && !findings.some((finding) => finding.file === file)) {
    throw new Problem(`Nothing to check: ${file} is not among the files that the gates are about.`, 'Tests, generated files and ignored ones are left out.');
  }
}

export function reportInternalErrors(errors: readonly InternalError[], host: Host): void {
  for (const { rule, file, message, stack } of errors)
    host.err.write(`gatelint: internal error, a bug of Gatelint: rule ${rule} on ${file}: ${stack ?? message}\n`);
  if (errors.length > 0) host.err.write('gatelint: The other rules went on; this result is not complete.\n');
}
