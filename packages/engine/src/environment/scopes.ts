/** What a read of the environment is for: the application, its tests, or a script that somebody runs by hand or in CI. */
import type { PathNames } from '@gatelint/catalogue';

export type Scope = 'app' | 'test' | 'script';

export function createScopes({ scripts }: PathNames, isTest: (file: string) => boolean, text: (file: string) => string | null): (file: string) => Scope {
  const names = new Set(scripts);
  return (file) => {
    if (isTest(file)) return 'test';
    const folders = file.split('/').slice(0, -1);
    // A file that says which program runs it is run by its name.
    return folders.some((folder) => names.has(folder)) || (text(file) ?? '').startsWith('#!') ? 'script' : 'app';
  };
}
