/** All libraries: one file a library or family, sorted by file name. */
import type { Library } from '../roles.js';
import express from './express.js';
import globalThis from './global-this.js';
import hono from './hono.js';
import next from './next.js';
import nextAuth from './next-auth.js';
import react from './react.js';
import stripe from './stripe.js';
import supabase from './supabase.js';
import trpc from './trpc.js';

export const libraries: readonly Library[] = [
  express,
  globalThis,
  hono,
  next,
  nextAuth,
  react,
  stripe,
  supabase,
  trpc,
].flat();
