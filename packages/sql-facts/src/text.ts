/** Bytes of a file → text. */

/** The part of a file system that facts about SQL need; see FileSystem in ts-facts. */
export interface Files {
  /** Bytes of a file at an absolute path, or null when there is none or it cannot be read. */
  read(path: string): Uint8Array | null;
}

/** Larger files are dumps of data; parsing them would take seconds and gigabytes. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Input: bytes, or null for a file that is not there. Output: the text with its byte order mark, if any, and why it is not all that was meant: null text for a file that is missing or too large, text with replacement
 * characters for one that is not UTF-8, which is what an editor shows.
 */
export function decode(bytes: Uint8Array | null): { readonly text: string | null; readonly because: string | null } {
  if (bytes === null) return { text: null, because: 'the file cannot be read' };
  if (bytes.byteLength > LARGEST) return { text: null, because: `the file is larger than ${LARGEST / 1024 / 1024} MB` };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes), because: null };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), because: null };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), because: 'the file is not UTF-8; characters that are not were replaced' };
  }
}
