/** Preloaded by a test: from here on no process finds TypeScript's compiler or typescript-eslint, as where nobody has installed them. */
import Module, { register } from 'node:module';

const missing = /^(?:typescript|typescript-eslint|@typescript-eslint\/[^/]+)(?:$|\/)/;
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  if (missing.test(request)) throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
  return resolveFilename.call(this, request, ...rest);
};

const hooks = `
const missing = ${missing};
export function resolve(specifier, context, next) {
  if (missing.test(specifier)) throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
