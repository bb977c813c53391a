/** Stores that a request carries along: what is run within one is run now. */
import { library } from '../library.js';

const docs = 'https://nodejs.org/api/async_context.html';

export default library(
  'node:async_hooks',
  [
    { path: 'AsyncLocalStorage.new.run', role: 'calls-argument', arg: 1, with: 'opaque', source: `${docs}#asynclocalstoragerunstore-callback-args` },
    { path: 'AsyncLocalStorage.new.exit', role: 'calls-argument', arg: 0, with: 'opaque', source: `${docs}#asynclocalstorageexitcallback-args` },
  ],
  { also: ['async_hooks'], same: { 'default.AsyncLocalStorage': 'AsyncLocalStorage' } },
);
