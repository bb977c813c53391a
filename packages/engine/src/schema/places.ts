/** Places of the schema as anchors of findings and as lines of the report. */
import { lineOf, type Place, type SourceSchema } from '@gatelint/sql-facts';
import type { Place as ReportPlace } from '../report.js';
import type { Anchor } from '../rule.js';

/** 1-based line of a place. */
export const lineIn = ({ lines }: SourceSchema, at: Place): number => lineOf(lines[at.file] ?? [0], at.start) + 1;

export const placeIn = (source: SourceSchema, at: Place): ReportPlace => ({ file: at.file, line: lineIn(source, at) });

export const anchor = ({ file, start, end }: Place): Anchor => ({ file, start, end });
