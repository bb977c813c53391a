/** JSON with comments and trailing commas, as tsconfig.json, deno.json and their kin are written. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The value of a text, or undefined when it is none. */
export function parseJsonc(text: string): Json | undefined {
  try {
    return JSON.parse(strip(text)) as Json;
  } catch {
    return undefined;
  }
}

/** Comments and trailing commas become blanks; strings are passed over whole. */
function strip(text: string): string {
  const token = /"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*[\]}])/g;
  return text.replace(/^\uFEFF/, '').replace(token, (found) => (found.startsWith('"') ? found : ' '));
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
