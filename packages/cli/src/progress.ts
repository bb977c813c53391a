/** A line on stderr while a long run works: only on a terminal, and only after a second. */
import type { Host } from './host.js';

export interface Progress {
  update(done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
}

const patience = 1000;
const pause = 100;

export function createProgress(host: Host): Progress {
  const start = host.now();
  let last = start + patience - pause;
  let shown = false;
  return {
    update(done, total) {
      if (!host.err.isTerminal) return;
      const now = host.now();
      if (now - last < pause) return;
      last = now;
      shown = true;
      host.err.write(`\r\u001B[Kgatelint: ${done} of ${total} files`);
    },
    end() {
      if (shown) host.err.write('\r\u001B[K');
    },
  };
}
