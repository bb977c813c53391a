/** What decorators of classes, methods and parameters say to the frameworks that read them. */
import type { Handlers } from './roles.js';

/** What a decorator tells a framework. Arguments are named as in rows: `'0'`, `'0.path'`; the first that is there counts. */
export type Decoration =
  /**
   * The class has handlers, under the path at one of `path`. `alone`: no module has to name it; it hangs on the one application of the framework, or of the framework `behind`.
   * `contextAt`: where in the handler's parameters the context stands that the project makes for the framework (`makes-context`).
   * `direct`: a parameter without a decorator is the handler's parameter at its place.
   */
  | ({
      readonly is: 'controller';
      readonly framework: string;
      readonly path?: readonly string[];
      readonly alone?: true;
      readonly behind?: string;
      readonly direct?: true;
      readonly contextAt?: string;
    } & Handlers)
  /** The class runs in its method `method`, which nobody but a queue or a schedule calls. */
  | { readonly is: 'runs'; readonly method: string; readonly kind: 'worker' | 'cron' }
  /** Argument 0 is, or lists, controllers that hang under the path of this one, behind its middleware. */
  | { readonly is: 'children' }
  /** The arguments from `from` on, and those in lists, are middleware. One that is a class runs in its method `runs`. */
  | { readonly is: 'middleware'; readonly from?: number; readonly runs?: string }
  /** Nobody is asked, whatever the class says. */
  | { readonly is: 'opens' }
  /** Argument 0 is a function that takes the handler and returns the one that runs in its place. */
  | { readonly is: 'wraps' }
  /**
   * A function of the project is asked who may call: `checker`, an option of the application (or a method `method` of a class there), or what a module exports that a JSON
   * file names. It gets `gets`: parameters of the handler by index, arguments of the decorator by place (`'0'`), all of them as a list (`'arguments'`), or an object (`'context'`)
   * with parameters of the handler in the fields of `gives`. `answers`: with true it lets on, or by coming back. On a parameter, what it answers is the parameter's
   * value, and `required`, a field of an argument, turns away whom it answers with nothing.
   */
  | {
      readonly is: 'asks';
      readonly checker: string | { readonly file: string; readonly at: string; readonly export: string };
      readonly method?: string;
      readonly gets: readonly (number | string)[];
      readonly gives?: Readonly<Record<string, number>>;
      readonly answers: 'boolean' | 'value' | 'throws';
      readonly required?: string;
    }
  /** The method is a handler: of requests with `method` (null: any) and the path at argument `path`, or called in some other way. */
  | { readonly is: 'handler'; readonly kind: 'route' | 'procedure' | 'worker' | 'cron'; readonly method: string | null; readonly path?: string }
  /**
   * All arguments are guards. One that is a class decides in its method `decides`, which gets `context`; one that extends a guard of a library may decide in its
   * method `judges`, which gets an error and whom the library has verified. `gives`: where `context` leads, as a path of members and calls (`a().b()`): to a
   * parameter of the handler by index, or to what was laid down at the `handler` or its `class`. `runs`: the method of a class that is middleware.
   */
  | {
      readonly is: 'guards';
      readonly decides: string;
      readonly judges: string;
      readonly runs: string;
      readonly context: string;
      readonly gives: Readonly<Record<string, number | 'handler' | 'class'>>;
    }
  /** What is provided under it is a guard that stands before every handler of the application. */
  | { readonly is: 'global-guard' }
  /** Documents the thing, or keeps its answers; it has no say in who may call. */
  | { readonly is: 'nothing' }
  /** Does what all of its arguments do. */
  | { readonly is: 'several' }
  /** Lays down the value at argument `value` under the key at argument `key`. */
  | { readonly is: 'metadata'; readonly key: number; readonly value: number }
  /** Makes a decorator that lays down its own argument, and is the key to it. */
  | { readonly is: 'metadata-maker' }
  /** The parameter is the handler's parameter with that index, as the framework calls it, or its `field`; argument `member`, where it is given, names a field of that. */
  | { readonly is: 'parameter'; readonly index: number; readonly field?: string; readonly member?: number }
  /** Makes a decorator of parameters: the function at argument `from` gets the decorator's argument and the context of guards. */
  | { readonly is: 'parameter-maker'; readonly from: number }
  /**
   * The class is a module: the object at argument 0 names other modules, classes with handlers, and what is provided (`provide` with one of `useClass`, `useExisting`,
   * `useFactory`, `useValue`). `configures`: its method that is given `consumer`, to configure middleware with.
   */
  | { readonly is: 'module'; readonly configures: string; readonly consumer: string };
