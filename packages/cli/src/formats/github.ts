/** `--format github`: workflow commands, which GitHub Actions shows beside the lines of a pull request. */
import type { View } from './view.js';

export function formatGithub({ result, prefix, explain }: View): string {
  const commands: string[] = [];
  const add = (level: 'error' | 'warning' | 'notice', place: Readonly<Record<string, string | number>>, title: string, message: string): void => {
    const properties = Object.entries({ ...place, title }).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    commands.push(`::${level} ${properties.join(',')}::${escapeData(message)}\n`);
  };
  for (const { rule, severity, message, file, line, column, endLine, endColumn, related } of result.findings) {
    const steps = related.map((step) => `\n${prefix}${step.file}:${step.line} ${step.note}`).join('');
    // GitHub refuses columns where the annotation goes over several lines.
    const columns: Readonly<Record<string, number>> = line === endLine ? { col: column, endColumn } : {};
    add(severity, { file: prefix + file, line, endLine, ...columns }, rule, message + steps);
  }
  for (const { file, because } of result.coverage.unread) add('warning', { file: prefix + file }, 'not read', because);
  if (explain)
    for (const { file, line, rule, because } of result.coverage.undecided) add('notice', { file: prefix + file, line }, rule, `Undecided: ${because}`);
  return commands.join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
