/** All libraries, one file each or one a family, sorted by file name. */
import type { Library } from '../roles.js';
import stripe from './stripe.js';

export const libraries: readonly Library[] = [stripe];
