/** `--format stylish`: for people at a terminal. Files with their findings, the places that prove them, and a closing line. */
import { posix } from 'node:path';
import type { Finding, Severity } from '@gatelint/engine';
import type { Colors } from '../colors.js';
import { count, type View } from './view.js';

export function formatStylish(view: View, colors: Colors): string {
  const blocks = [...findings(view, colors), ...unread(view, colors), ...undecided(view, colors), ...notes(view, colors)];
  return `${blocks.map((block) => `${block}\n\n`).join('')}${summary(view, colors)}\n`;
}

function findings({ result, root, cwd }: View, colors: Colors): string[] {
  const from = posix.relative(cwd, root);
  const name = (file: string): string => posix.join(from, file);
  const byFile = new Map<string, Finding[]>();
  for (const finding of result.findings) byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  return [...byFile].map(([file, own]) => {
    const places = own.map(({ line, column }) => `${line}:${column}`);
    const width = Math.max(...places.map((place) => place.length));
    const severityWidth = Math.max(...own.map(({ severity }) => severity.length));
    const lines = own.flatMap(({ severity, message, rule, related }, index) => [
      `  ${colors.dim(places[index]!.padStart(width))}  ${paint(severity, colors)}${' '.repeat(severityWidth - severity.length)}  ${message.replace(/\s*\n\s*/gu, ' ')}  ${colors.dim(rule)}`,
      ...related.map((step) => `  ${' '.repeat(width + 2 + severityWidth)}  ${colors.dim(`${name(step.file)}:${step.line}  ${step.note}`)}`),
    ]);
    return [colors.underline(name(file)), ...lines].join('\n');
  });
}

/** Always shown: a file that nobody read is one that nobody judged. */
function unread({ result }: View, colors: Colors): string[] {
  const files = result.coverage.unread;
  return files.length === 0 ? [] : [[colors.bold('Not read'), ...files.map(({ file, because }) => `  ${file}  ${colors.dim(because)}`)].join('\n')];
}

function undecided({ result, explain }: View, colors: Colors): string[] {
  const places = result.coverage.undecided;
  return places.length === 0 || !explain
    ? []
    : [[colors.bold('Undecided'), ...places.map(({ file, line, rule, because }) => `  ${file}:${line}  ${because}  ${colors.dim(rule)}`)].join('\n')];
}

function notes({ result, explain }: View, colors: Colors): string[] {
  const lines = result.coverage.notes;
  return explain && lines.length > 0 ? [[colors.bold('Left alone'), ...lines.map((line) => `  ${line}`)].join('\n')] : [];
}

function summary({ result, explain }: View, colors: Colors): string {
  const { coverage } = result;
  const number = (severity: Severity): number => result.findings.filter((finding) => finding.severity === severity).length;
  const rest = [
    coverage.unread.length > 0 ? `${coverage.unread.length} not read` : '',
    coverage.undecided.length > 0 ? `${coverage.undecided.length} undecided${explain ? '' : ' (--explain lists them)'}` : '',
  ].filter((part) => part !== '');
  const tail = ` in ${count(coverage.files, 'file')}${rest.map((part) => `, ${part}`).join('')}`;
  if (result.findings.length > 0) {
    const line = `✖ ${count(result.findings.length, 'problem')} (${count(number('error'), 'error')}, ${count(number('warning'), 'warning')})${tail}`;
    return colors.bold(number('error') > 0 ? colors.red(line) : colors.yellow(line));
  }
  return colors.bold(colors.green(`✔ No problems${tail}`));
}

function paint(severity: Severity, colors: Colors): string {
  return severity === 'error' ? colors.red(severity) : colors.yellow(severity);
}
