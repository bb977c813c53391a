/**
 * `gatelint/postgres`: SQL as PostgreSQL reads it, for ESLint. It parses without a promise, which ESLint does not wait for, and gives up no file: what is not
 * understood is a `Broken` node among the others.
 */
import type { File, Language, OkParseResult } from '@eslint/core';
import type { Judging } from './judging.js';
import { PostgresSourceCode, type PostgresTypes } from './postgres-source-code.js';
import { sqlTree, type SqlRoot, type SqlTree } from './postgres-tree.js';

type Parsed = OkParseResult<SqlRoot> & Pick<SqlTree, 'visitorKeys'>;

type PostgresLanguage = Language<PostgresTypes & { Code: PostgresSourceCode; Node: SqlRoot }>;

export function postgresLanguage(judging: Judging): PostgresLanguage {
  return {
    fileType: 'text',
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: 'type',
    // There are none. What is set for all files of a project (`globals`, `parserOptions`) arrives here too and is meant for others.
    validateLanguageOptions() {},
    parse(file): Parsed {
      const { root, visitorKeys } = sqlTree(textOf(file));
      return { ok: true, ast: root, visitorKeys };
    },
    createSourceCode(file, parsed) {
      const { ast, visitorKeys } = parsed as Parsed;
      // Queries, seeds and other databases' files are full of text that PostgreSQL refuses. Only in files that the gates read is that a loss.
      const showErrors = (): boolean => {
        const found = judging.locate({ filename: file.path, physicalFilename: file.physicalPath, cwd: process.cwd() });
        return found?.project?.files('sql').includes(found.file) ?? false;
      };
      return new PostgresSourceCode({ text: textOf(file), tree: { root: ast, visitorKeys }, hasBOM: file.bom, showErrors });
    },
  };
}

function textOf({ body }: File): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
