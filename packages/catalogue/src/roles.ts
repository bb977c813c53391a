/**
 * What a library's thing can mean. A closed union: the engine gives each role its semantics, a row only says which thing has it.
 * Data alone: no function, no regular expression, so that users write the same rows in JSON.
 */
import type { Decoration } from './decorations.js';

/** How a deciding call answers. */
export type Outcome =
  /** The principal, or null / undefined / false: `const user = await currentUser()`. */
  | { readonly kind: 'value' }
  /**
   * An object that has the principal at `field` (dotted) or null there; `error`, where given, holds an error instead of null, `flag` says by true or false which.
   * `*` in `field` is any one field. `{ data: { user }, error }` is { kind: 'field', field: 'data.user', error: 'error' }.
   */
  | { readonly kind: 'field'; readonly field: string; readonly error?: string; readonly flag?: string }
  /** Comes back only if it held; else it throws, redirects or answers by itself. */
  | { readonly kind: 'throws' }
  /** A boolean, or an object with one at `field`; `negated` when true means refused (`isDenied`, `rateLimited`). `method`: it is called. */
  | { readonly kind: 'boolean'; readonly field?: string; readonly negated?: true; readonly method?: true }
  /**
   * Only a request handler's `next` is called when it held: the call itself makes, or the thing itself is, such a middleware. `callback`: made with a function
   * as its last argument, it calls that (error, principal or false) for every request, and goes on only if that does. `asks`: where the argument, or field of one, at `fn` is a
   * function, that decides: it gets `credentials` values that the caller sent and then the request's context, and answers true or false.
   */
  | { readonly kind: 'middleware'; readonly callback?: true; readonly asks?: { readonly fn: string; readonly credentials: number } }
  /** Takes a handler (argument `handler`, default 0) and returns one that runs only if it held. */
  | { readonly kind: 'wraps'; readonly handler?: number }
  /** Node-style callback at argument `callback`: (error, principal). */
  | { readonly kind: 'callback'; readonly callback: number };

/** What vouches for the caller: a person or API key (`user`), or a machine that holds a secret of ours (`machine`: webhook signatures, queues, cron). */
export type Trust = 'user' | 'machine';

export type CallerSource = 'header' | 'cookie' | 'query' | 'params' | 'body' | 'form' | 'ip' | 'url' | 'request';

/** What the functions that are registered get. */
export interface Handlers {
  /** What the handler's parameters are, in order, as `package#path`: `['express#Request.new', 'express#Response.new', 'express#NextFunction.new']`. */
  readonly handlerParams?: readonly string[];
  /** The same of a middleware, where it gets other parameters than a handler. */
  readonly middlewareParams?: readonly string[];
  /** Parameter of a middleware (or a field of it, `0.next`) that calls what comes after it. */
  readonly next?: number | string;
  /** A middleware that does not take `next` goes on by returning, unless it has answered. */
  readonly nextOptional?: true;
}

export type Role =
  // identity
  /** Verifies a credential of the caller. `scheduled`: the machine that it trusts is a queue or a schedule of the project's own, and not somebody else's service. */
  | { readonly role: 'verifies-identity'; readonly outcome: Outcome; readonly trust?: Trust; readonly scheduled?: true; readonly mechanism?: string }
  /** Verifies a signature or token that it is given (argument `of`, default 0): decides only if what it is given comes from the caller. */
  | {
      readonly role: 'verifies-token';
      readonly outcome: Outcome;
      readonly trust?: Trust;
      readonly scheduled?: true;
      readonly mechanism?: string;
      readonly of?: number;
    }
  /** A member that is there only for a caller whom the application has let in before: what it keeps in a session. */
  | { readonly role: 'session-field'; readonly mechanism: string }
  /** Looks like a check and decides nothing; `because` finishes the sentence "… does not prove who the caller is: …". Its value is there or null as `outcome` says. */
  | { readonly role: 'looks-like-auth'; readonly outcome: Outcome; readonly because: string }
  /** Takes a handler and runs it always, putting what it found on its argument at `sets` (dotted, `0.auth` = first parameter's `auth`; empty: nowhere). */
  | ({ readonly role: 'optional-auth-wrapper'; readonly handler: number; readonly sets: string; readonly because: string } & Handlers)
  /** Makes a predicate over requests: true when the path is one of the patterns (path-to-regexp) at argument `arg`. */
  | { readonly role: 'matches-path'; readonly arg: number }
  /** Tells whether the text at argument `text` fits one of the globs at argument `globs` (`micromatch.isMatch(path, patterns)`). */
  | { readonly role: 'matches-glob'; readonly text: number; readonly globs: number }
  /**
   * A handler made or owned by the library, which does its own authentication. `context`: the argument, or field of one (`'0.createContext'`), that makes the context of the
   * procedures behind it.
   */
  | { readonly role: 'owns-request'; readonly trust?: Trust; readonly field?: string; readonly context?: string }
  /**
   * Makes middleware that serves procedures: the function at `context` makes what they get as context. Its parameters are those of the middleware with the index
   * in `contextParams`; null is one of which nothing is known.
   */
  | { readonly role: 'serves-procedures'; readonly context: string; readonly contextParams: readonly (number | null)[] }
  /** Signs somebody in, up or out: an entry whose point is this is public by its nature. */
  | { readonly role: 'signs-in' }
  // limits
  /**
   * Limits per caller; the key is argument `key` or a field of it. `needs`: it is none unless the arguments of the call that made its receiver call one of these paths of the same
   * package (`tokenBucket`); `unless`: none where those arguments say so (`{ field: 'mode', is: 'DRY_RUN' }`, at any depth).
   */
  | {
      readonly role: 'limits-rate';
      readonly outcome: Outcome;
      readonly key?: number | string;
      readonly weakness?: string;
      readonly needs?: readonly string[];
      readonly unless?: { readonly field: string; readonly is: string | number | boolean };
      /** Field of an argument with a predicate over requests that pass unasked. */
      readonly skip?: string;
      /** Fields of arguments that say where it counts; without any of them it counts in memory. */
      readonly store?: readonly string[];
    }
  /** Looks like a limiter and is none; `because` says what it does instead. */
  | { readonly role: 'looks-like-limit'; readonly because: string }
  /** Counts per key (argument `key`, default 0; -1: there is none that we see): its number, compared and refused, is a limit. */
  | { readonly role: 'counts'; readonly key?: number }
  /** Is that constant, when a request comes in where the application is deployed. */
  | { readonly role: 'constant'; readonly value: string | number | boolean }
  /** Reads what the process keeps in its own memory under the key at argument `key` (default 0). */
  | { readonly role: 'remembers'; readonly key?: number }
  // effects
  /** Costs money per call. `account`: argument of the call that made its receiver, or field of one, with the key of the account that pays: none of ours where the caller sends it. */
  | {
      readonly role: 'costs-money';
      readonly vendor: string;
      readonly kind: 'ai' | 'mail' | 'sms' | 'payments' | 'search' | 'other';
      readonly account?: string;
    }
  /** Sends an HTTP request to the URL at argument `url` (default 0; `'0.url'` is a field of it): `HostRow`s say what that costs. */
  | { readonly role: 'requests'; readonly url?: number | string }
  /**
   * Changes rows. `selects`: argument, or field of one, that says which; `sets`: what is written. An update whose selector has one of the keys of `compares` in it (`lt`) and whose
   * data has one of `adds` (`decrement`) counts: whether it changed a row is the answer. `selects: 'self'`: the arguments of the calls before it in the chain say which rows.
   * `inserts`: the method further on in the chain whose first argument has new rows. Without `selects`, `sets` has new rows too. `policies`: the database decides by policies
   * of its own on what a client may change that acts for the caller.
   */
  | {
      readonly role: 'writes-database';
      readonly selects?: number | string;
      readonly sets?: number | string;
      readonly compares?: readonly string[];
      readonly adds?: readonly string[];
      readonly inserts?: string;
      readonly policies?: true;
    }
  /**
   * On a statement that is being built: narrows it to the rows that its arguments tell. `compares`: by order, always or where argument `compares` is an operator of order.
   * `except`: to others than these, or to any of several.
   */
  | { readonly role: 'narrows'; readonly compares?: true | number; readonly except?: true }
  /** `selects`: argument, or field of one, that says which rows. `throws`: where there is none. */
  | { readonly role: 'reads-database'; readonly one?: true; readonly throws?: true; readonly selects?: number | string }
  /** Raw SQL at argument `sql` (or the template that it tags): writes if the statement does. */
  | { readonly role: 'runs-sql'; readonly sql?: number }
  /** Changes something outside that is not a database and costs nothing by itself (object storage, caches, queues, deploys). */
  | { readonly role: 'writes-elsewhere' }
  // telemetry
  /** Enqueues in memory: awaiting it waits for nothing. */
  | { readonly role: 'enqueues-telemetry'; readonly vendor: string }
  /** Sends over the network and returns a promise (or blocks until it is sent). */
  | { readonly role: 'sends-telemetry'; readonly vendor: string }
  /** Waits until everything enqueued is sent. */
  | { readonly role: 'flushes-telemetry'; readonly vendor: string }
  // control
  /** Runs its argument (a promise, or a function) after the response. */
  | { readonly role: 'defers'; readonly arg?: number }
  /** Hands work to another process or request. */
  | { readonly role: 'queues' }
  /**
   * Calls its function argument once, now, and returns what it returns (transactions, `Sentry.withScope`, tracing spans); `'0.onStart'` is a field of an argument.
   * `with`: what the function gets first: the thing that the method was called on, or nothing that we know.
   */
  | { readonly role: 'calls-argument'; readonly arg: number | string; readonly with?: 'self' | 'opaque' }
  /**
   * Returns a function that behaves as its argument (React `cache`, `unstable_cache`, `useCallback`); the function gets `handlerParams`. `binds`: an object comes back as
   * it is, but the function in its field `field` gets what is at `first` before all else.
   */
  | ({ readonly role: 'returns-argument'; readonly arg: number | string; readonly binds?: { readonly field: string; readonly first: string } } & Handlers)
  /**
   * Calls a function of the project by a reference that its tool has generated: argument `of` is a package's thing whose members are modules and,
   * last, an export, as in `api.users.current`; modules are seen from the nearest folder of the name `below`.
   */
  | { readonly role: 'calls-reference'; readonly of: number; readonly below: string }
  /** Makes one middleware of those that it is given: the request has to pass all of them, or one. */
  | { readonly role: 'combines-middleware'; readonly all: boolean }
  /** The result is argument `arg` and it throws unless it is truthy (`invariant(x)`, `assert(x)`, `assert.ok`). */
  | { readonly role: 'asserts'; readonly arg?: number }
  // answers
  /** Makes a response; its status is argument `status`, or the field of it (`'1'`, `'1.status'`), or constant; `otherwise` (else 200) where the argument is absent. */
  | { readonly role: 'makes-response'; readonly status?: string | number; readonly otherwise?: number }
  /** As the result of a middleware: lets the request go on to what comes after it (`NextResponse.next()`). Stands beside `makes-response`. */
  | { readonly role: 'passes-on' }
  /** Turns the caller away by throwing (`redirect`, `notFound`, `unauthorized`, `process.exit`); a string is where the argument stands, as in `makes-response`. */
  | { readonly role: 'leaves'; readonly status: number | string }
  /** Makes an error that answers with a status: argument position / field, or a code name looked up in `codes`, or constant. */
  | { readonly role: 'makes-error'; readonly status?: string | number; readonly codes?: Readonly<Record<string, number>>; readonly otherwise?: number }
  /** Sets the status of the response object it is called on (`res.status(401)`, `reply.code(401)`, `set.status = `). */
  | { readonly role: 'sets-status'; readonly arg?: number; readonly status?: number }
  /** Sends the response object it is called on (`res.json`, `res.end`, `reply.send`); `status` where the call itself carries one (`res.sendStatus(401)`, `res.redirect(…)` is 302). */
  | { readonly role: 'sends-response'; readonly status?: string | number; readonly otherwise?: number }
  // data
  /** What comes from the caller, and in what (`from`; `source` is where the row's fact is written). */
  | { readonly role: 'reads-caller'; readonly from: CallerSource }
  /** Hashes or signs (`hash`), decodes or re-encodes, or makes a condition of them (`compares`: by order; `either`: that holds for one of several, or for others than these): what it returns stems from its arguments and its receiver (`createHash().update(x).digest()`). */
  | { readonly role: 'derives'; readonly hash?: true; readonly compares?: true; readonly either?: true }
  /** Compares its two arguments (`timingSafeEqual(a, b)`, `bcrypt.compare(a, b)`), returning a boolean. */
  | { readonly role: 'compares'; readonly hash?: true }
  /**
   * Reads an environment variable: by the name at argument 0, or, as a plain member, by its own name (`process.env.*`). `binding`: the platform hands it over with
   * the request (`c.env.SECRET`), so it is a secret of ours but stands in no inventory. `capitals`: only names in capitals are variables, others are keys of settings.
   */
  | { readonly role: 'reads-env'; readonly binding?: true; readonly capitals?: true }
  /**
   * Checks a schema over the environment: arguments `vars` (dotted paths into the arguments) list what it declares, as an object of variables or a schema built of
   * calls, or are functions that are given the environment. `field`: it names variables as the value of that field, at any depth.
   */
  | { readonly role: 'declares-env'; readonly vars: readonly string[]; readonly prefix?: string; readonly field?: string }
  /** Sets (`write`) or gets a value kept on the request context under the name at argument 0 (`c.set('user', u)` / `c.get('user')`). */
  | { readonly role: 'context-value'; readonly write?: true }
  // routers
  /**
   * Makes a router of the framework (the call or the construction itself). `prefix`: argument, or field of one, with the path under which all its routes stand (`'0'`, `'0.prefix'`).
   * Called on a router (`app.basePath('/api')`, `app.route('/x')`) it makes one that stands inside it.
   * `fallsThrough`: a mounted router's middleware also runs for what is registered later under the same path, since a request that no route of it answers goes on.
   * `wholeScope`: middleware of a router runs before all of its routes, wherever it is registered.
   * `methodAt`, `pathAt`: where handlers read the request's method and path (`'0.req.method'`).
   */
  | ({
      readonly role: 'creates-router';
      readonly framework: string;
      readonly prefix?: string;
      readonly fallsThrough?: true;
      readonly wholeScope?: true;
      readonly methodAt?: string;
      readonly pathAt?: string;
      /** Argument with the module that the application is made of, or with its options. */
      readonly root?: number;
      /** Argument with the router that it is built upon. */
      readonly over?: number;
    } & Handlers)
  /**
   * On a router: `method` null means all, 'arg' means the method is at argument 0 (or its fields `method` / `methods`, and the path its `path` / `url`, and the handler its `handler`).
   * Path at `pathArg` (default 0; -1: there is none, it is the router's own); handlers are all function arguments after it. `options`: names of the hooks
   * that an object before the handler, or with it, may have, in the order in which they run.
   */
  | { readonly role: 'registers-route'; readonly method: string | null; readonly pathArg?: number; readonly options?: readonly string[] }
  /**
   * On a router: middleware (functions, routers, plugins) for all that follows, under an optional first path argument. `hook`: argument 0 names the hook, the function follows;
   * where names are listed, only those run before the handler.
   */
  | { readonly role: 'uses-middleware'; readonly hook?: true | readonly string[] }
  /** On a router: mounts another router, or a function that is given one, at argument `router` under the path at argument `pathArg` (`'1.prefix'` is a field of it). */
  | { readonly role: 'mounts-router'; readonly pathArg: number | string; readonly router: number }
  /** Keeps the value at argument 1 on the router under the name at argument 0. */
  | { readonly role: 'decorates-router' }
  /** Returns a function that, mounted on a router, is given that router itself and none of its own. */
  | { readonly role: 'shares-router'; readonly arg: number }
  /**
   * Mounted on a router with options, it mounts what the modules of a folder export by default, each under the path of its folder: `folder` is the option with the folder, `prefix` the
   * one with a path before all. With the option `hooks`, a module of the name `hooksFile` registers middleware for its folder, and with `cascade` for those below as well.
   */
  | {
      readonly role: 'mounts-folder';
      readonly folder: string;
      readonly prefix: string;
      readonly hooks: string;
      readonly cascade: string;
      readonly hooksFile: string;
    }
  // classes that a framework reads by their decorators
  /** Makes a decorator by which a framework knows what a class, a method or a parameter is for, or what stands before it. */
  | { readonly role: 'decorates'; readonly as: Decoration }
  /** Reads what decorators have laid down: under the key at argument `key`, of the place at argument `of`, or of the first in a list of places that has it. */
  | { readonly role: 'reads-metadata'; readonly key: number; readonly of: number }
  /** On an application: all arguments are guards that stand before every handler of it. */
  | { readonly role: 'uses-guards' }
  /** On what a module configures its middleware with: the functions and classes that run, the routes that they leave out, and, last, the routes on which they run. */
  | { readonly role: 'configures-middleware'; readonly part: 'functions' | 'except' | 'routes' }
  // builders (tRPC, safe actions, oRPC …): immutable chains
  /** Starts or continues a builder and adds nothing but, at argument `route`, an object with `method` and `path` of what it makes. */
  | ({ readonly role: 'builder'; readonly framework: string; readonly route?: number } & Handlers)
  /** Adds middleware at argument `arg` to the builder. */
  | { readonly role: 'builder-use'; readonly arg?: number }
  /** Ends the chain with the handler at argument `arg`. `procedure`: it may be there to read or to change things. */
  | { readonly role: 'builder-handler'; readonly kind: 'mutation' | 'query' | 'subscription' | 'action' | 'procedure'; readonly arg?: number }
  /** Takes a router of procedures and returns a function that, given a context, calls them by name (`createCallerFactory(router)(ctx).post.create(input)`). */
  | { readonly role: 'builder-caller' }
  /** Makes a router out of an object of procedures; its `createCaller` is a caller of them. What the builder that it is called on has of middleware stands before all of them. */
  | { readonly role: 'builder-router' }
  // lists of routes that say more of themselves after they were made (`router.post(…).use(guard)`)
  /**
   * `route`: makes a route, of `method` or of those listed at argument 1, with the path at argument 0, and the handler after it: a function, or a class (or a function that imports one) with the name of a method.
   * `resource`: makes one for each of `actions`, of a path and a class. `group`: all routes that are made in the function that is argument 0. `uses`, `prefixes`: on any of these, middleware at
   * argument `arg`, and a path before it; what is used on the list itself (`everywhere`) stands before all. `only`, `except`: the actions that a resource has. `names`: returns an object of
   * functions that make middleware out of the classes of the object that it is given.
   */
  | ({
      readonly role: 'route-list';
      readonly does: 'route' | 'resource' | 'group' | 'uses' | 'prefixes' | 'only' | 'except' | 'names';
      readonly framework: string;
      readonly method?: string | null;
      readonly arg?: number;
      readonly everywhere?: true;
      readonly actions?: Readonly<Record<string, string>>;
      /** Actions that this one leaves. */
      readonly leaves?: readonly string[];
      /** Method of a class in which middleware runs. */
      readonly runs?: string;
    } & Handlers)
  // classes whose methods a platform calls
  /** A class that extends it has methods that nobody but other parts of the application calls, and a timer: `timers` names those. `except`: those that are nobody's to call. */
  | { readonly role: 'handler-class'; readonly framework: string; readonly timers: readonly string[]; readonly except: readonly string[] }
  // tables of handlers (contracts, GraphQL resolvers)
  /**
   * Registers the functions of a table as handlers, by their names. `table`: the argument, or field of one, with an object of them, or with a function that makes one out of `gives`.
   * `below`: names under which they stand (`Mutation`); without it, tables in the table stand for groups. A handler may be an object with the function at one of
   * `handler` and hooks at `hooks`, which run before it, in this order. `contract`: the argument with an object of the same shape that says `method` and `path` of each; one
   * handler alone, where that is one of them. `named`: argument with the name, where the table is one handler. `before`: fields of arguments with what runs before all of them.
   * `over`: argument with the router that they hang on. `returns`: what it returns is the table. `request`: where in the handler's first parameter the parameters of the middleware
   * stand, by name. `contextAt`: where in the handler's parameters the context stands that the project makes for the framework (`makes-context`). `scopes`: a field of the handler's object
   * with the names of what is asked of a caller, one of which is enough; the function at one of `by`, an argument of the call that made the callee, or field of one, gets the context and
   * tells what the caller has.
   */
  | ({
      readonly role: 'registers-table';
      readonly framework: string;
      readonly kind: 'route' | 'procedure' | 'worker';
      readonly table: number | string;
      readonly gives?: readonly string[];
      readonly below?: readonly string[];
      readonly handler?: readonly string[];
      readonly hooks?: readonly string[];
      readonly contract?: number | string;
      readonly named?: number;
      readonly before?: readonly string[];
      readonly over?: number;
      readonly returns?: true;
      readonly request?: Readonly<Record<string, number>>;
      readonly contextAt?: string;
      readonly scopes?: { readonly at: string; readonly by: readonly string[] };
    } & Handlers)
  /**
   * Takes part in a contract of endpoints for which handlers are built elsewhere, by name. `endpoint`: makes one, with the name at argument `name` and the path at `pathArg`; `group`: makes
   * a group of what its arguments from `members` on are; `adds`: puts its arguments into the group; `guards`: argument 0 names middleware that stands before what there is so far; `prefixes`: argument 0 is a path
   * before all; `builds`: the function at `build` gets `gives`, for the group with the name at `name`; `handles`: argument 1 is the handler of the endpoint with the name at
   * argument 0; `implements`: argument 0 has the handlers of the group by name. What handlers return, the framework runs: it is not followed.
   */
  | {
      readonly role: 'endpoint-contract';
      readonly does: 'endpoint' | 'group' | 'adds' | 'guards' | 'prefixes' | 'builds' | 'handles' | 'implements';
      readonly framework: string;
      readonly kind?: 'route' | 'procedure';
      readonly method?: string;
      readonly name?: number;
      readonly pathArg?: number;
      readonly members?: number;
      readonly build?: number;
      readonly gives?: string;
    }
  /** Returns a contract: the object at argument `routes` of what has `method` and `path`, with the text at `prefix` before each path. */
  | { readonly role: 'declares-contract'; readonly routes: number; readonly prefix?: string }
  /** A table of rules of the same shape as a table of handlers of the framework: functions that answer with true let on; `*` stands for all others. `fallback`: argument, or field of one, with the rule for what has none. */
  | { readonly role: 'rules-table'; readonly framework: string; readonly table: number; readonly fallback?: string }
  /** The function at `context` makes what handlers of the framework get as their context; it gets `gets`. */
  | { readonly role: 'makes-context'; readonly framework: string; readonly context: string; readonly gets: readonly string[] }
  // workers
  /** Registers a background function: worker, cron, queue consumer; the handler is argument `handler`. */
  | ({
      readonly role: 'registers-worker';
      readonly framework: string;
      readonly kind: 'worker' | 'cron' | 'webhook' | 'route';
      readonly handler: number | string;
      /** What it returns stands for the function, and is called by the project as well. */
      readonly callable?: true;
    } & Handlers)
  // schemas of databases that are written in code
  /**
   * Makes a table: its name at argument 0, its columns at argument 1 (an object, or a function that returns one), its constraints and policies at argument 2 (a function that returns a
   * list or an object of them). `naming`: argument of the call that made the callee that turns the name into the table's.
   */
  | { readonly role: 'declares-table'; readonly dialect: 'postgresql' | 'mysql' | 'sqlite'; readonly naming?: number }
  /** Makes a schema of a database: its name at argument 0. */
  | { readonly role: 'declares-schema' }
  /** Makes an enum type: its name at argument 0, its values at argument 1. */
  | { readonly role: 'declares-enum' }
  /** Makes a column, of the name at argument 0 where there is a text. `values`: field of an argument with values that the code's own types allow, and the database does not know. */
  | { readonly role: 'declares-column'; readonly type: 'text' | 'enum' | 'other'; readonly values?: string }
  /** On a column: says more about it. */
  | { readonly role: 'refines-column'; readonly as: 'not-null' | 'default' | 'primary-key' | 'unique' | 'references' | 'array' | 'generated' }
  /** On a table: row level security is on. */
  | { readonly role: 'refines-table'; readonly as: 'row-level-security' }
  /** Makes a constraint, an index or a policy of a table. */
  | { readonly role: 'declares-constraint'; readonly kind: 'check' | 'unique' | 'primary-key' | 'foreign-key' | 'policy' }
  /** On a constraint: names its columns. */
  | { readonly role: 'refines-constraint'; readonly as: 'columns' }
  /** The text of SQL that it tags. `raw`: it is given the text as it is. */
  | { readonly role: 'spells-sql'; readonly raw?: true };

export type RoleName = Role['role'];

/** One sentence a role, for the docs and for `explain`. */
export type RoleSentences = Readonly<Record<RoleName, string>>;

export type Row = Role & {
  /**
   * Access path from the package's exports: segments joined by dots; `()` after a segment is the result of calling it, `.new` the result of
   * constructing it and any value of that type (so it works for interfaces: `NextApiResponse.new.status`), `*` one member of any name, `**` any number
   * of members and calls. `default.new.webhooks.constructEvent`, `createClient().auth.getUser`, `drizzle().insert().values`. A first segment that starts
   * with `$` is no export: the library hands such a value to handlers (`$procedure.input`). Where several patterns match, the most exact wins. A row is about *calling* what the path names (constructing it when the path ends in
   * `.new`), except for reads-caller, reads-env, owns-request, sends-telemetry (a promise), makes-…, builder, context-value and sets-status, which may be plain members.
   * Several rows may tell the forms of one call (`handler: 0` and `handler: 1`): those hold whose arguments are there and fit.
   * Where two rows of a path could both say what the call returns, the one that needs more of the arguments stands first. Awaiting does not show in a path.
   */
  readonly path: string;
  /** Where the fact is written. */
  readonly source: string;
  /** Holds only for calls with this literal at the argument, or field of one, `at` (`'0.ensureSignedIn'`): then it replaces the rows of its path that have no `when`. */
  readonly when?: { readonly at: string; readonly is: string | number | boolean };
};

export interface Library {
  /** Package name; `globalThis` for what the runtimes bring. Subpaths are written out (`next/server`). */
  readonly name: string;
  /** Other packages, subpaths or path suffixes with the same exports; a leading `*` matches any module path that ends so (`*generated/prisma`), a trailing one any that starts so (`drizzle-orm/*`). */
  readonly also: readonly string[];
  /** Version that the rows were checked against. */
  readonly version: string | null;
  /**
   * Paths that stand for other paths, here or (`package#path`) in another package; the longest beginning is replaced, again and again:
   * `{ Stripe: 'default', 'SupabaseClient.new': 'createClient()', 'PrismaClient.new.$extends()': 'PrismaClient.new' }`.
   * A value whose declared type is the export T is the path `T.new`. Keys may have `*`.
   */
  readonly same: Readonly<Record<string, string>>;
  /** Exported types of functions, and what a function declared so gets: `const auth: RequestHandler = (req, res, next) => …`. */
  readonly functions: Readonly<Record<string, Handlers>>;
  readonly rows: readonly Row[];
}

/** An HTTP host that costs money or takes telemetry when `fetch`ed. */
export interface HostRow {
  /** Host name; it stands for its subdomains too (`openai.azure.com`). */
  readonly host: string;
  readonly role: Extract<Role, { role: 'costs-money' | 'sends-telemetry' }>;
  readonly source: string;
}
