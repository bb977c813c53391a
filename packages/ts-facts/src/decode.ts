/** From bytes to text, or the reason why not. */

export type Decoded = { readonly text: string } | { readonly because: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8, and UTF-16 where a byte order mark says so, as the TypeScript compiler does. The mark stays in the text, so that
 * offsets are those of the file. Text with a NUL in it is no source text.
 */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b] = bytes;
  let text: string;
  try {
    if (a === 0xff && b === 0xfe) text = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(bytes);
    else if (a === 0xfe && b === 0xff) text = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(bytes);
    else text = utf8.decode(bytes);
  } catch {
    return { because: 'It is not valid UTF-8' };
  }
  return text.includes('\0') ? { because: 'It holds NUL bytes' } : { text };
}
