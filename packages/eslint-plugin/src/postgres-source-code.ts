/** A parsed SQL file as ESLint asks about it: places, the walk, and the comments that configure ESLint. */
import { parseDirective } from '@gatelint/engine';
import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import type { DirectiveType, FileProblem, RulesConfig, SourceLocation, SourceRange } from '@eslint/core';
import { isNode, type SqlComment, type SqlError, type SqlNode, type SqlRoot, type SqlTree } from './postgres-tree.js';

/** Line breaks as JavaScript counts them: the engine does, and ESLint places its own comments the same way. */
const lineEnding = /\r\n|[\r\n\u2028\u2029]/u;

const comments = new ConfigCommentParser();

type Located = SqlNode | SqlComment | SqlError;

export interface PostgresTypes {
  LangOptions: Record<string, never>;
  RootNode: SqlRoot;
  SyntaxElementWithLoc: Located;
  ConfigNode: SqlComment;
}

export class PostgresSourceCode extends TextSourceCodeBase<PostgresTypes> {
  readonly hasBOM: boolean;
  readonly visitorKeys: Record<string, string[]>;
  readonly #showErrors: () => boolean;
  readonly #rootLoc: SourceLocation;
  readonly #parents = new WeakMap<Located, SqlNode>();
  #steps: VisitNodeStep[] | null = null;

  /** @param showErrors asked when there are broken statements: whether they are the business of who lints */
  constructor({ text, tree, hasBOM, showErrors }: { text: string; tree: SqlTree; hasBOM: boolean; showErrors: () => boolean }) {
    super({ text, ast: tree.root, lineEndingPattern: lineEnding });
    this.hasBOM = hasBOM;
    this.visitorKeys = Object.fromEntries(Object.entries(tree.visitorKeys).map(([type, keys]) => [type, [...keys]]));
    this.#showErrors = showErrors;
    const lines = text.split(lineEnding);
    this.#rootLoc = { start: { line: 1, column: 0 }, end: { line: lines.length, column: lines.at(-1)!.length } };
  }

  /** Nodes carry ranges alone; lines are counted for the few that are reported. */
  override getLoc(node: Located): SourceLocation {
    // The base class asks for the root's own to answer for every other.
    if (node === this.ast) return this.#rootLoc;
    return { start: this.getLocFromIndex(node.range[0]), end: this.getLocFromIndex(node.range[1]) };
  }

  override getRange(node: Located): SourceRange {
    return node.range;
  }

  override getParent(node: Located): SqlNode | undefined {
    this.traverse();
    return this.#parents.get(node);
  }

  /** Core rules that are set on every file ask for it before they look at the language. */
  getAllComments(): readonly SqlComment[] {
    return this.ast.comments;
  }

  getInlineConfigNodes(): SqlComment[] {
    return this.ast.comments.filter((comment) => directiveIn(comment) !== null);
  }

  /**
   * Broken statements are told here, as errors without a rule: a file with a syntax error is no rule's finding in any language, and `parse` could only tell it
   * by giving up the whole file. A directive without rule names (`-- eslint-disable-next-line`) silences one, `noInlineConfig` all.
   */
  getDisableDirectives(): { directives: Directive[]; problems: FileProblem[] } {
    const directives: Directive[] = [];
    const problems: FileProblem[] = [];
    const { errors } = this.ast;
    if (errors.length > 0 && this.#showErrors()) {
      for (const error of errors)
        problems.push({ ruleId: null, message: `Parsing error: ${error.message}. This statement is left out, the others are not.`, loc: this.getLoc(error) });
    }
    for (const node of this.ast.comments) {
      const directive = directiveIn(node);
      if (!directive || directive.label === 'config') continue;
      const loc = this.getLoc(node);
      if (directive.label === 'disable-line' && loc.start.line !== loc.end.line) {
        problems.push({ ruleId: null, message: 'eslint-disable-line comment should not span multiple lines.', loc });
        continue;
      }
      const type: DirectiveType = directive.label;
      directives.push(new Directive({ type, node, value: directive.value, justification: directive.justification }));
    }
    return { directives, problems };
  }

  applyInlineConfig(): { configs: { config: { rules: RulesConfig }; loc: SourceLocation }[]; problems: FileProblem[] } {
    const configs: { config: { rules: RulesConfig }; loc: SourceLocation }[] = [];
    const problems: FileProblem[] = [];
    for (const node of this.ast.comments) {
      const directive = directiveIn(node);
      if (directive?.label !== 'config') continue;
      const loc = this.getLoc(node);
      const parsed = comments.parseJSONLikeConfig(directive.value);
      if (parsed.ok) configs.push({ config: { rules: parsed.config }, loc });
      // A line that merely begins with the word "eslint" is prose; a block like this one is a configuration in every language of ESLint.
      else if (node.type === 'Block') problems.push({ ruleId: null, message: parsed.error.message, loc });
    }
    return { configs, problems };
  }

  override traverse(): VisitNodeStep[] {
    if (this.#steps) return this.#steps;
    const steps: VisitNodeStep[] = [];
    const visit = (node: SqlNode, parent: SqlNode | undefined): void => {
      if (parent) this.#parents.set(node, parent);
      steps.push(new VisitNodeStep({ target: node, phase: 1, args: [node, parent] }));
      for (const key of this.visitorKeys[node.type] ?? []) {
        for (const child of [node[key]].flat()) if (isNode(child)) visit(child, node);
      }
      steps.push(new VisitNodeStep({ target: node, phase: 2, args: [node, parent] }));
    };
    visit(this.ast, undefined);
    return (this.#steps = steps);
  }
}

function directiveIn(comment: SqlComment): ReturnType<typeof parseDirective> {
  return parseDirective(comment.value, comment.type === 'Line' ? 'line' : 'block', 'sql');
}
