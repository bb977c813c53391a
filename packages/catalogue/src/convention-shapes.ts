/** What is known of a framework or a platform without a call: by names of files, of exports and of variables. */

/** Where a framework finds its handlers without a call: by file name and export. */
export interface Convention {
  readonly framework: string;
  /** Package whose presence in the nearest package.json (or above) says that the convention holds; null: always. */
  readonly package: string | null;
  /** Globs relative to any folder of the project that is an app root. */
  readonly files: readonly string[];
  /** Directive that makes every exported function of a module, and every function that carries it, an entry. */
  readonly directive?: string;
  /** Exports that are handlers; `*` is every exported function, `default.fetch` a member of an exported object. */
  readonly exports: readonly string[];
  readonly kind: 'route' | 'server-action' | 'worker' | 'cron' | 'webhook';
  /** HTTP methods: 'export' when the export's name is the method, a list when any export takes these. */
  readonly methods: 'export' | readonly string[];
  /** How the path follows from the file name: next-app, next-pages, sveltekit, remix, astro, nitro (`name.post.ts`), folder (its name), none. */
  readonly path: 'next-app' | 'next-pages' | 'sveltekit' | 'solid-start' | 'remix' | 'astro' | 'nitro' | 'folder' | 'none';
  /** What the handler's parameters are, as package#path: `globalThis#Request.new`. */
  readonly params: readonly string[];
  /** Where in the parameters the path of the request stands, dotted: `0.nextUrl.pathname`. */
  readonly pathAt?: string;
  /** Where its address stands. */
  readonly urlAt?: string;
  /** Where its method stands, `0.method` unless it is said. */
  readonly methodAt?: string;
  readonly source: string;
}

/** A module that runs before the handlers of a framework, for the paths that its matcher names. */
export interface ProxyConvention {
  /** Package whose presence says that it is one. */
  readonly package: string;
  /** Globs relative to an app root. */
  readonly files: readonly string[];
  /** Exports that can be the function, first found. */
  readonly exports: readonly string[];
  /** Where the module says which paths it runs on, as export and field: path patterns, or objects with one at `source`. Without it, it runs on all. */
  readonly matcher: string;
  readonly params: readonly string[];
  /** Where in the parameters path, address and method of the request stand. */
  readonly pathAt: readonly string[];
  readonly urlAt: readonly string[];
  readonly methodAt: string;
  /** Frameworks of the conventions whose routes it stands before. */
  readonly before: readonly string[];
  readonly source: string;
}

/** Modules whose function runs around, or before, every handler of a framework in the same app. */
export interface MiddlewareConvention {
  /** Package whose presence says that it is one. */
  readonly package: string;
  /** Globs relative to an app root; several files run in the order of their names. */
  readonly files: readonly string[];
  /** Exports that can be the function, or a list of functions; first found. */
  readonly exports: readonly string[];
  /** Parameter that goes on; null: it goes on by returning. In the form of an object: it gets one object, with what the handler gets at `event`, and what goes on with it at `next`. */
  readonly next: number | null | { readonly event: string; readonly next: string };
  /** Frameworks of the conventions whose handlers it stands before. */
  readonly before: readonly string[];
  readonly source: string;
}

/** Names that a framework brings into modules without an import. */
export interface AmbientConvention {
  /** Package whose presence says that they are there. */
  readonly package: string;
  /** Globs of the modules that have them, relative to an app root. */
  readonly within: readonly string[];
  /** Globs of modules of the project whose exports are among them, relative to the same root. */
  readonly from: readonly string[];
  /** Packages whose exports are among them. */
  readonly packages: readonly string[];
  readonly source: string;
}

/** A file that says which functions are deployed, and what calls them. Places in it are dotted; they are taken from the function unless it is said otherwise. */
export interface DeploymentConvention {
  readonly framework: string;
  /** Names of the file, as globs. */
  readonly files: readonly string[];
  /** Where, from the top, the table of functions stands. */
  readonly functions: string;
  /** What tells functions from other things in that table. */
  readonly only?: { readonly field: string; readonly is: string };
  /** The code, as a module and an export: `orders/create.handler`. */
  readonly handler: string;
  /** Folder that the module is in, from that of the file. */
  readonly folder?: string;
  /** The events that call it: a list, or a table whose keys are names. */
  readonly events: string;
  /** In an event: its kind, and what else is said of it. Without them an event is a table with its kind as its key. */
  readonly kind?: string;
  readonly fields?: string;
  /** Kinds that are HTTP, sockets that clients open, and timers; all others come from the platform's own services. */
  readonly http: readonly string[];
  readonly sockets: readonly string[];
  readonly timers: readonly string[];
  /** In an event: method, path, and what authorizes callers. */
  readonly method: string;
  readonly path: string;
  readonly authorizer: readonly string[];
  /** From the top: what authorizes callers where the event does not say. */
  readonly otherwise: readonly string[];
  readonly params: readonly string[];
  readonly source: string;
}

/** How work is put off until after the response, as the project would write it. */
export interface SchedulerRow {
  /** Package that brings it; null: whatever else the project is. */
  readonly package: string | null;
  /** Lowest version, as major and minor. */
  readonly from: readonly [number, number] | null;
  readonly call: string;
  readonly source: string;
}

/** Names of folders and modules by which projects and tools tell what serves requests from what runs beside them. */
export interface PathNames {
  /** Globs of modules that serve requests, whether or not an entry is found in them. */
  readonly requests: readonly string[];
  /** Folder names, and names of modules, of what no user waits for. */
  readonly background: readonly string[];
  /** The same of what only the staff of the product uses. */
  readonly staff: readonly string[];
  /** Folder names of what is run by hand or in CI. */
  readonly scripts: readonly string[];
}

/** Variables that a package reads by itself: the code never names them. */
export interface ImplicitVariables {
  /** Package names; a trailing `*` is a beginning. */
  readonly packages: readonly string[];
  /** Names; one `*` stands for anything. */
  readonly names: readonly string[];
  readonly source: string;
}

/** Environment variables that the platform or the runtime sets. */
export interface PlatformVariables {
  readonly platform: string;
  /** Names; a trailing `*` is a prefix. */
  readonly names: readonly string[];
  /** Values that say "we run on the platform": a check that is skipped otherwise still counts. */
  readonly onPlatform?: Readonly<Record<string, string>>;
  /** Globs of the files for which it sets them, relative to any folder of the project; absent: all files. */
  readonly within?: readonly string[];
  /** They are members of `import.meta.env` alone, not of `process.env`. */
  readonly meta?: true;
  readonly source: string;
}
