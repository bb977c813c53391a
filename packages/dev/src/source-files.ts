/** The project's own code, for checks about it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './root.js';

/** Files that git knows or would add, relative to the root, sorted; fixtures and everything generated or ignored are not among them. */
export function sourceFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  return [...new Set(listed.split('\0'))].filter((file) => file !== '' && !file.startsWith('fixtures/') && existsSync(join(root, file))).sort();
}

export function isCode(file: string): boolean {
  return /\.(ts|mjs|js)$/.test(file);
}

export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Specifiers of all imports, re-exports, dynamic imports and requires of a file, as written. */
export function importsOf(file: string): readonly string[] {
  return ts.preProcessFile(textOf(file), true, true).importedFiles.map((imported) => imported.fileName);
}

export interface StringLiteral {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** String literals and pieces of templates that are not import specifiers. */
export function stringsOf(file: string): readonly StringLiteral[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const found: StringLiteral[] = [];
  const visit = (node: ts.Node): void => {
    const isText =
      ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
    if (isText && !isSpecifier(node)) found.push({ text: node.text, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSpecifier(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword;
}
