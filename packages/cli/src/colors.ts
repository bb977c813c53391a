/** Whether to color what goes to a stream, and how. */
import picocolors from 'picocolors';
import type { Host, Stream } from './host.js';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** For text that is kept. */
export const noColors: Colors = picocolors.createColors(false);

/** The option beats the environment (NO_COLOR, FORCE_COLOR), and that beats the guess from the terminal. */
export function colorsFor(stream: Stream, host: Host, option: boolean | undefined): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = host.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' ? FORCE_COLOR !== '0' && FORCE_COLOR !== 'false' : undefined;
  const guess = NO_COLOR !== undefined && NO_COLOR !== '' ? false : (forced ?? (stream.isTerminal && TERM !== 'dumb'));
  return picocolors.createColors(option ?? guess);
}
