import type { Span } from '../ir.js';
export function nestingTooDeep(_text: string): { message: string; at: Span } | null { return null; }
