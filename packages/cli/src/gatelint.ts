#!/usr/bin/env node
// Left to itself, Node ends with 1 when something is thrown, and 1 says that there are findings.
try {
  const { processHost } = await import('./host.js');
  const { run } = await import('./run.js');
  process.exitCode = await run(process.argv.slice(2), processHost());
} catch (error) {
  process.stderr.write(`gatelint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
