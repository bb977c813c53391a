/** All libraries: one file a library or family, sorted by file name. */
import type { Library } from '../roles.js';
import actionBuilders from './action-builders.js';
import adonis from './adonis.js';
import ai from './ai.js';
import aiSdk from './ai-sdk.js';
import assertionsAndErrors from './assertions-and-errors.js';
import authServices from './auth-services.js';
import awsLambda from './aws-lambda.js';
import betterAuth from './better-auth.js';
import caches from './caches.js';
import classControllers from './class-controllers.js';
import clerk from './clerk.js';
import convex from './convex.js';
import crypto from './crypto.js';
import deferralAndQueues from './deferral-and-queues.js';
import documentStores from './document-stores.js';
import drizzle from './drizzle.js';
import effect from './effect.js';
import elysia from './elysia.js';
import environment from './environment.js';
import express from './express.js';
import fastify from './fastify.js';
import firebase from './firebase.js';
import firebaseFunctions from './firebase-functions.js';
import globalThis from './global-this.js';
import graphql from './graphql.js';
import hono from './hono.js';
import jwt from './jwt.js';
import koa from './koa.js';
import langchain from './langchain.js';
import messaging from './messaging.js';
import nestjs from './nestjs.js';
import next from './next.js';
import nextAuth from './next-auth.js';
import objectMappers from './object-mappers.js';
import payments from './payments.js';
import plainMiddleware from './plain-middleware.js';
import prisma from './prisma.js';
import rateLimits from './rate-limits.js';
import react from './react.js';
import redis from './redis.js';
import searchAndData from './search-and-data.js';
import sessions from './sessions.js';
import solidStart from './solid-start.js';
import sqlDrivers from './sql-drivers.js';
import storageAndHttp from './storage-and-http.js';
import stripe from './stripe.js';
import supabase from './supabase.js';
import tanstackStart from './tanstack-start.js';
import telemetry from './telemetry.js';
import tracing from './tracing.js';
import trpc from './trpc.js';
import tsRest from './ts-rest.js';
import webFrameworks from './web-frameworks.js';
import webhooks from './webhooks.js';

export const libraries: readonly Library[] = [
  actionBuilders,
  adonis,
  ai,
  aiSdk,
  assertionsAndErrors,
  authServices,
  awsLambda,
  betterAuth,
  caches,
  classControllers,
  clerk,
  ...convex,
  crypto,
  deferralAndQueues,
  documentStores,
  drizzle,
  effect,
  elysia,
  environment,
  express,
  ...fastify,
  firebase,
  ...firebaseFunctions,
  globalThis,
  graphql,
  hono,
  jwt,
  koa,
  langchain,
  messaging,
  ...nestjs,
  next,
  nextAuth,
  objectMappers,
  payments,
  plainMiddleware,
  prisma,
  rateLimits,
  react,
  redis,
  searchAndData,
  sessions,
  solidStart,
  sqlDrivers,
  storageAndHttp,
  stripe,
  supabase,
  tanstackStart,
  telemetry,
  tracing,
  trpc,
  tsRest,
  webFrameworks,
  webhooks,
].flat();
