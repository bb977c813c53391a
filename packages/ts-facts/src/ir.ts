/**
 * The intermediate representation of one module: plain data, as the code nests it, names resolved to bindings.
 * It knows TypeScript and no library. Spans are 0-based UTF-16 offsets into the module's text (BOM included), end exclusive.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Index into `Module.bindings`. */
export type BindingId = number;
/** Index into `Module.functions`; 0 is the module's own top level. */
export type FunctionId = number;
/** Index into `Module.classes`. */
export type ClassId = number;

export interface Module {
  /** Path relative to the project root, with `/`. */
  readonly file: string;
  /** Content hash of the text. */
  readonly hash: string;
  /** Directive prologue of the module: `use server`, `use client` … */
  readonly directives: readonly string[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  /** `export * from` (as: null) and `export * as ns from`. */
  readonly exportAll: readonly ExportAll[];
  readonly bindings: readonly Binding[];
  readonly functions: readonly Fn[];
  readonly classes: readonly Class[];
  /** Every assignment to a module-level binding after its declaration, wherever it stands (`let client; function f() { client = … }`). */
  readonly assignments: readonly Assignment[];
  readonly comments: readonly Comment[];
  /** Syntax errors; the rest of the module is what could be understood. */
  readonly errors: readonly ParseError[];
}

export interface ParseError {
  readonly message: string;
  readonly at: Span;
}

export interface Comment {
  readonly kind: 'line' | 'block';
  /** Text without the delimiters. */
  readonly text: string;
  readonly at: Span;
}

export interface Import {
  readonly source: string;
  /** `default`, `*` (namespace; also `import x = require()` and a bare `require()` bound whole) or the exported name. */
  readonly imported: string;
  /** null for a side-effect import. */
  readonly binding: BindingId | null;
  readonly typeOnly: boolean;
  readonly at: Span;
}

export interface Export {
  readonly name: string;
  /**
   * What is exported: a local binding, an expression (`export default f(x)`, `module.exports.a = …`), or another module's export
   * (`imported: '*'` is the other module as a whole). An expression that does something also stands in the body of function 0.
   * `module.exports = {…}` and `export = {…}` export a `default` and each property; where a name is exported twice the later one holds.
   */
  readonly what:
    | { readonly is: 'binding'; readonly binding: BindingId }
    | { readonly is: 'expression'; readonly value: Expr }
    | { readonly is: 'from'; readonly source: string; readonly imported: string };
  readonly typeOnly: boolean;
  /** Set on the default of `module.exports = …` and `export = …`: a `require()` of the module is this value, and no namespace. */
  readonly whole?: true;
  /** The exported name; for a default the words `export default`. */
  readonly at: Span;
}

export interface ExportAll {
  readonly source: string;
  readonly as: string | null;
  readonly typeOnly: boolean;
  readonly at: Span;
}

export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'const' | 'let' | 'param' | 'function' | 'class' | 'catch' | 'enum' | 'namespace' | 'type';
  /** The function in whose scope it is declared; 0 for module level. */
  readonly owner: FunctionId;
  /** The annotation; for a type alias what it stands for. */
  readonly type: TypeRef | null;
  /** Index into `Module.imports`. A `require()` bound to names is an import too, and leaves no `let` statement. */
  readonly import: number | null;
  /** The function or class that the name declares, or the literal that a `const` is initialised with. */
  readonly fn: FunctionId | null;
  readonly class: ClassId | null;
  /** Initial value of a module-level `const`/`let`/`enum`/`namespace` declared by a plain identifier; patterns are read from function 0's body. */
  readonly init: Expr | null;
  readonly at: Span;
}

/**
 * A type annotation as far as names go: `Promise<Foo.Bar>` is path ['Promise'] with one argument, `T[]` is `Array<T>`, a keyword such as
 * `string` or `null` a path of one segment. A union has an empty path and its members in `union`. Any other type is null; inside
 * arguments and unions it is a TypeRef with nothing in it, so that positions hold and a union with one is not taken for a closed set.
 */
export interface TypeRef {
  readonly path: readonly string[];
  /** Binding of the first segment, null for a global. */
  readonly binding: BindingId | null;
  readonly args: readonly TypeRef[];
  readonly union: readonly TypeRef[];
  /** Value of a string, number or boolean literal type. */
  readonly literal?: string | number | boolean;
  /** `typeof a.b`: the path names a value. */
  readonly query?: true;
  /** `keyof X`, `(typeof LIST)[number]` and `(typeof MAP)[keyof typeof MAP]`: the keys or the items of what it names; the path is empty. */
  readonly keysOf?: TypeRef;
  readonly itemsOf?: TypeRef;
}

export interface Assignment {
  readonly binding: BindingId;
  readonly value: Expr;
  readonly fn: FunctionId;
  readonly at: Span;
}

/** A function declaration leaves no statement: it is hoisted, and `Binding.fn` leads to it. An arrow with an expression body has one `return`. */
export interface Fn {
  readonly id: FunctionId;
  /** Declared name, or the name of the variable, property or export it is assigned to; null when it has none. */
  readonly name: string | null;
  readonly kind: 'module' | 'function' | 'arrow' | 'method' | 'getter' | 'setter' | 'constructor' | 'static-block';
  readonly async: boolean;
  readonly generator: boolean;
  readonly params: readonly Param[];
  readonly body: readonly Stmt[];
  readonly parent: FunctionId | null;
  readonly class: ClassId | null;
  /** Bindings of enclosing functions (not of the module level) that it or a function in it mentions. */
  readonly captures: readonly BindingId[];
  readonly directives: readonly string[];
  readonly decorators: readonly Expr[];
  readonly returnType: TypeRef | null;
  readonly at: Span;
  /** The name where there is one, else the head up to the body: where a finding about the function is anchored. */
  readonly head: Span;
}

export interface Param {
  readonly pattern: Pattern;
  readonly type: TypeRef | null;
  readonly rest: boolean;
  readonly decorators: readonly Expr[];
  /** Constructor parameter property: the field that it makes. */
  readonly field: string | null;
}

export interface Class {
  readonly id: ClassId;
  readonly name: string | null;
  readonly binding: BindingId | null;
  readonly extends: Expr | null;
  readonly implements: readonly TypeRef[];
  readonly decorators: readonly Expr[];
  readonly members: readonly Member[];
  readonly owner: FunctionId;
  readonly at: Span;
}

export interface Member {
  readonly name: string | null;
  readonly computed: Expr | null;
  readonly kind: 'method' | 'getter' | 'setter' | 'constructor' | 'field' | 'static-block';
  readonly static: boolean;
  readonly fn: FunctionId | null;
  readonly value: Expr | null;
  readonly type: TypeRef | null;
  readonly decorators: readonly Expr[];
  readonly at: Span;
}

export type Pattern =
  | { readonly p: 'binding'; readonly binding: BindingId; readonly at: Span }
  | {
      readonly p: 'object';
      readonly props: readonly { readonly key: string | Expr; readonly value: Pattern }[];
      readonly rest: Pattern | null;
      readonly at: Span;
    }
  | { readonly p: 'array'; readonly items: readonly (Pattern | null)[]; readonly rest: Pattern | null; readonly at: Span }
  | { readonly p: 'default'; readonly target: Pattern; readonly value: Expr; readonly at: Span }
  /** Assignment to something that is not a plain name: `a.b = …`. */
  | { readonly p: 'expression'; readonly target: Expr; readonly at: Span };

export type Stmt =
  | { readonly s: 'let'; readonly kind: 'const' | 'let' | 'var' | 'using'; readonly target: Pattern; readonly value: Expr | null; readonly at: Span }
  | { readonly s: 'do'; readonly value: Expr; readonly at: Span }
  | { readonly s: 'if'; readonly test: Expr; readonly then: readonly Stmt[]; readonly else: readonly Stmt[]; readonly at: Span }
  | { readonly s: 'switch'; readonly on: Expr; readonly cases: readonly { readonly test: Expr | null; readonly body: readonly Stmt[] }[]; readonly at: Span }
  | Loop
  | {
      readonly s: 'try';
      readonly body: readonly Stmt[];
      readonly param: Pattern | null;
      readonly handler: readonly Stmt[] | null;
      readonly finally: readonly Stmt[] | null;
      readonly at: Span;
    }
  | { readonly s: 'return'; readonly value: Expr | null; readonly at: Span }
  | { readonly s: 'throw'; readonly value: Expr; readonly at: Span }
  | { readonly s: 'break'; readonly label: string | null; readonly at: Span }
  | { readonly s: 'continue'; readonly label: string | null; readonly at: Span }
  | { readonly s: 'block'; readonly label: string | null; readonly body: readonly Stmt[]; readonly at: Span }
  | { readonly s: 'class'; readonly id: ClassId; readonly at: Span };

export interface Loop {
  readonly s: 'loop';
  readonly kind: 'for' | 'for-of' | 'for-in' | 'while' | 'do-while';
  /** `for await`. */
  readonly await: boolean;
  readonly label: string | null;
  readonly init: readonly Stmt[];
  readonly test: Expr | null;
  readonly update: Expr | null;
  /** for-of / for-in: the loop variable and what is walked. */
  readonly target: Pattern | null;
  readonly over: Expr | null;
  readonly body: readonly Stmt[];
  readonly at: Span;
}

export type Expr =
  | { readonly k: 'ref'; readonly binding: BindingId; readonly at: Span }
  /** A name that the module does not bind; `import.meta` and `new.target` are names too. */
  | { readonly k: 'global'; readonly name: string; readonly at: Span }
  | { readonly k: 'this'; readonly at: Span }
  | { readonly k: 'super'; readonly at: Span }
  /** `undefined` is the literal undefined; it is absent from JSON, so `undef` says it. */
  | { readonly k: 'literal'; readonly value: string | number | boolean | null; readonly undef?: true; readonly at: Span }
  | { readonly k: 'regexp'; readonly source: string; readonly flags: string; readonly at: Span }
  /** A template without a tag and without expressions is a literal. */
  | { readonly k: 'template'; readonly tag: Expr | null; readonly quasis: readonly string[]; readonly exprs: readonly Expr[]; readonly at: Span }
  | { readonly k: 'member'; readonly object: Expr; readonly property: string | Expr; readonly optional: boolean; readonly at: Span }
  | Call
  | { readonly k: 'new'; readonly callee: Expr; readonly args: readonly Expr[]; readonly at: Span }
  | { readonly k: 'await'; readonly value: Expr; readonly at: Span }
  | { readonly k: 'object'; readonly props: readonly Prop[]; readonly at: Span }
  | { readonly k: 'array'; readonly items: readonly Expr[]; readonly at: Span }
  | { readonly k: 'spread'; readonly value: Expr; readonly at: Span }
  | { readonly k: 'function'; readonly id: FunctionId; readonly at: Span }
  | { readonly k: 'class'; readonly id: ClassId; readonly at: Span }
  | { readonly k: 'conditional'; readonly test: Expr; readonly then: Expr; readonly else: Expr; readonly at: Span }
  | { readonly k: 'logical'; readonly op: '&&' | '||' | '??'; readonly left: Expr; readonly right: Expr; readonly at: Span }
  | { readonly k: 'unary'; readonly op: '!' | 'typeof' | 'void' | '-' | '+' | '~' | 'delete' | '++' | '--'; readonly value: Expr; readonly at: Span }
  /** Comparisons, arithmetic, `in`, `instanceof`. */
  | { readonly k: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr; readonly at: Span }
  /** `op` is '=' or a compound operator such as '+=' or '??='. */
  | { readonly k: 'assign'; readonly op: string; readonly target: Pattern; readonly value: Expr; readonly at: Span }
  | { readonly k: 'sequence'; readonly items: readonly Expr[]; readonly at: Span }
  | { readonly k: 'yield'; readonly value: Expr | null; readonly delegate: boolean; readonly at: Span }
  /** Dynamic `import()`, or a `require()` that is not bound as an import. */
  | { readonly k: 'import'; readonly source: Expr; readonly sync: boolean; readonly at: Span }
  /** `tag` is a string for the platform's elements and '' for a fragment. */
  | { readonly k: 'jsx'; readonly tag: Expr | string; readonly props: readonly Prop[]; readonly children: readonly Expr[]; readonly at: Span }
  | { readonly k: 'opaque'; readonly because: string; readonly children: readonly Expr[]; readonly at: Span };

export interface Call {
  readonly k: 'call';
  readonly callee: Expr;
  readonly args: readonly Expr[];
  readonly optional: boolean;
  readonly at: Span;
}

export type Prop =
  | { readonly kind: 'value'; readonly key: string | Expr; readonly value: Expr; readonly at: Span }
  | { readonly kind: 'spread'; readonly value: Expr; readonly at: Span };
