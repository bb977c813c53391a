/** A cheap look at a module's text: what it imports, before it is worth parsing. */

const importing = /\b(?:from|import|require)\b\s*\(?\s*['"]([^'"\n]+)['"]/g;

/** Module specifiers that the text mentions; one in a comment or a string is among them. */
export function specifiersIn(text: string): readonly string[] {
  return [...text.matchAll(importing)].map((match) => match[1] ?? '');
}

/** The last name of a path, by which another module would import it: `lib/auth/index.ts` is `auth`. */
export function importName(path: string): string {
  const plain = path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
  return plain.slice(plain.lastIndexOf('/') + 1);
}

/** Whether the text passes on what another module exports. */
export const passesOn = (text: string): boolean =>
  /\bexport\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*(?:as\s+\w+\s*)?from\b/.test(text) || /module\.exports\s*=\s*require/.test(text);
