/** Object storage, caches and configuration that live elsewhere; HTTP clients. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const elsewhere = (source: string, paths: readonly string[], prefixes: readonly string[] = ['']): Row[] =>
  each(paths, { role: 'writes-elsewhere', source }, prefixes);
const requests = (name: string, source: string, paths: readonly string[], fields: readonly string[] = [], also: readonly string[] = []) =>
  library(name, [...each(paths, { role: 'requests', url: 0, source }), ...each(fields, { role: 'requests', url: '0.url', source })], { also });

const s3Docs = 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/s3/';
const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head'];
const axiosDocs = 'https://axios-http.com/docs/intro';

export default [
  library(
    '@vercel/blob',
    elsewhere(
      'https://vercel.com/docs/vercel-blob/using-blob-sdk',
      words('put del copy createMultipartUpload uploadPart completeMultipartUpload createFolder createMultipartUploader'),
    ),
  ),
  library(
    '@aws-sdk/client-s3',
    elsewhere(
      s3Docs,
      words(`
    PutObjectCommand DeleteObjectCommand DeleteObjectsCommand CopyObjectCommand CreateMultipartUploadCommand UploadPartCommand
    CompleteMultipartUploadCommand AbortMultipartUploadCommand PutObjectAclCommand PutObjectTaggingCommand CreateBucketCommand DeleteBucketCommand
  `)
        .map((name) => `${name}.new`)
        .concat(
          ['putObject', 'deleteObject', 'deleteObjects', 'copyObject', 'createMultipartUpload', 'completeMultipartUpload'].map((name) => `S3.new.${name}`),
        ),
    ),
  ),
  library('@aws-sdk/lib-storage', elsewhere(s3Docs, ['Upload.new.done'])),
  library('@aws-sdk/s3-presigned-post', elsewhere(s3Docs, ['createPresignedPost'])),
  library(
    '@google-cloud/storage',
    elsewhere(
      'https://cloud.google.com/nodejs/docs/reference/storage/latest',
      words(`
    Storage.new.bucket().file().save Storage.new.bucket().file().delete Storage.new.bucket().file().createWriteStream Storage.new.bucket().file().copy
    Storage.new.bucket().file().move Storage.new.bucket().upload Storage.new.bucket().deleteFiles
  `),
    ),
  ),
  library(
    '@azure/storage-blob',
    elsewhere(
      'https://learn.microsoft.com/javascript/api/@azure/storage-blob/',
      ['upload', 'uploadData', 'uploadStream', 'uploadFile', 'delete', 'deleteIfExists', 'beginCopyFromURL'],
      [
        'BlobServiceClient.fromConnectionString().getContainerClient().getBlockBlobClient()',
        'BlobServiceClient.new.getContainerClient().getBlockBlobClient()',
        'BlockBlobClient.new',
        'BlobClient.new',
      ],
    ),
  ),
  library(
    'cloudinary',
    elsewhere(
      'https://cloudinary.com/documentation/node_integration',
      ['v2.uploader.upload', 'v2.uploader.upload_stream', 'v2.uploader.destroy', 'v2.uploader.rename', 'v2.api.delete_resources'],
      ['', 'default'],
    ),
  ),
  library('imagekit', elsewhere('https://imagekit.io/docs', ['default.new.upload', 'default.new.deleteFile'])),
  library(
    'minio',
    elsewhere(
      'https://min.io/docs/minio/linux/developers/javascript/API.html',
      words('putObject fPutObject removeObject removeObjects copyObject presignedPutObject presignedPostPolicy'),
      ['Client.new'],
    ),
  ),
  library(
    '@octokit/rest',
    elsewhere(
      'https://octokit.github.io/rest.js/',
      ['issues.create', 'issues.createComment', 'pulls.create', 'repos.createOrUpdateFileContents', 'git.createCommit'],
      ['Octokit.new', 'Octokit.new.rest'],
    ),
  ),
  requests(
    'axios',
    axiosDocs,
    [...verbs, 'postForm', 'putForm', 'patchForm'].flatMap((verb) => [`default.${verb}`, `default.create().${verb}`]).concat(['default', 'default.create()']),
    ['default', 'default.request', 'default.create().request', 'default.create()'],
  ),
  requests(
    'ky',
    'https://github.com/sindresorhus/ky#readme',
    [
      'default',
      ...verbs.map((verb) => `default.${verb}`),
      'default.create()',
      ...verbs.map((verb) => `default.create().${verb}`),
      ...verbs.map((verb) => `default.extend().${verb}`),
    ],
    [],
    ['ky-universal'],
  ),
  requests(
    'got',
    'https://github.com/sindresorhus/got#readme',
    ['default', 'got', ...verbs.flatMap((verb) => [`default.${verb}`, `got.${verb}`, `default.extend().${verb}`]), 'default.extend()', 'default.stream'],
    [],
  ),
  requests(
    'node-fetch',
    'https://github.com/node-fetch/node-fetch#readme',
    ['default'],
    [],
    words('cross-fetch isomorphic-fetch isomorphic-unfetch unfetch node-fetch-native fetch-retry make-fetch-happen whatwg-fetch'),
  ),
  requests('undici', 'https://undici.nodejs.org/', ['fetch', 'request', 'stream']),
  requests('ofetch', 'https://github.com/unjs/ofetch#readme', ['ofetch', '$fetch', 'ofetch.raw', 'ofetch.create()'], [], ['nitro/ofetch']),
  requests('superagent', 'https://ladjs.github.io/superagent/', [...verbs.map((verb) => `default.${verb}`)]),
  requests('wretch', 'https://github.com/elbywan/wretch#readme', ['default']),
  requests('@better-fetch/fetch', 'https://better-fetch.vercel.app/', ['betterFetch', 'createFetch()']),
  requests('redaxios', 'https://github.com/developit/redaxios#readme', ['default', ...verbs.map((verb) => `default.${verb}`)]),
  requests('aws4fetch', 'https://github.com/mhart/aws4fetch#readme', ['AwsClient.new.fetch']),
  requests('graphql-request', 'https://github.com/graffle-js/graffle#readme', ['request', 'default', 'GraphQLClient.new']),
  requests('expo/fetch', 'https://docs.expo.dev/versions/latest/sdk/expo/', ['fetch']),
  requests(
    'request',
    'https://github.com/request/request#readme',
    ['default', ...verbs.map((verb) => `default.${verb}`)],
    ['default'],
    ['request-promise', 'request-promise-native'],
  ),
  library(
    'node:https',
    [
      ...[0, 1].map((handler): Row => ({
        path: 'createServer',
        role: 'registers-worker',
        framework: 'node',
        kind: 'route',
        handler,
        handlerParams: ['express#Request.new', 'express#Response.new'],
        source: 'https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener',
      })),
      ...each(['request', 'get'], { role: 'requests', url: 0, source: 'https://nodejs.org/api/https.html' }),
    ],
    {
      also: ['https', 'node:http', 'http'],
    },
  ),
];
