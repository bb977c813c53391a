import { library } from '../library.js';

export default library('react', [
  { path: 'cache', role: 'returns-argument', arg: 0, source: 'https://react.dev/reference/react/cache' },
  { path: 'useCallback', role: 'returns-argument', arg: 0, source: 'https://react.dev/reference/react/useCallback' },
  { path: 'startTransition', role: 'calls-argument', arg: 0, source: 'https://react.dev/reference/react/startTransition' },
  { path: 'experimental_taintObjectReference', role: 'derives', source: 'https://react.dev/reference/react/experimental_taintObjectReference' },
]);
