/** Search, crawling, maps, vector stores, browsers and sandboxes that are billed per call. */
import { each, library } from '../library.js';
import { paysFor } from '../row-lists.js';
import { words } from '../words.js';

const pineconeDocs = 'https://docs.pinecone.io/reference/api';
const index = ['Pinecone.new.index()', 'Pinecone.new.Index()', 'Pinecone.new.index().namespace()', 'Pinecone.new.Index().namespace()'];
const crawl = words(`
  scrape scrapeUrl crawl crawlUrl asyncCrawlUrl startCrawl map mapUrl search extract asyncExtract startExtract batchScrape batchScrapeUrls
  startBatchScrape deepResearch generateLLMsText agent startAgent
`);

export default [
  library('@pinecone-database/pinecone', [
    ...paysFor('pinecone', 'search', pineconeDocs, ['query', 'fetch', 'searchRecords'], index),
    ...paysFor('pinecone', 'search', pineconeDocs, ['inference.embed', 'inference.rerank', 'assistant().chat', 'Assistant().chat'], ['Pinecone.new']),
    ...each(['upsert', 'update', 'deleteOne', 'deleteMany', 'deleteAll', 'upsertRecords'], { role: 'writes-database', source: pineconeDocs }, index),
  ]),
  library(
    '@tavily/core',
    paysFor(
      'tavily',
      'search',
      'https://docs.tavily.com/sdk/javascript/reference',
      ['search', 'searchQNA', 'searchContext', 'extract', 'crawl', 'map', 'research'],
      ['tavily()'],
    ),
  ),
  library(
    'supermemory',
    paysFor(
      'supermemory',
      'search',
      'https://supermemory.ai/docs/overview/billing',
      words(`
        add profile documents.add documents.batchAdd documents.update documents.uploadFile memories.add memories.update memories.uploadFile search.documents search.execute
        search.memories
      `),
      ['default.new'],
    ),
    { same: { 'Supermemory.new': 'default.new' } },
  ),
  library('@mendable/firecrawl-js', paysFor('firecrawl', 'search', 'https://docs.firecrawl.dev/sdks/node', crawl, ['default.new', 'default.new.v1']), {
    also: ['firecrawl', '@mendable/firecrawl'],
    same: { 'Firecrawl.new': 'default.new', 'FirecrawlApp.new': 'default.new', 'FirecrawlClient.new': 'default.new' },
  }),
  library(
    'exa-js',
    paysFor(
      'exa',
      'search',
      'https://docs.exa.ai/sdks/typescript-sdk-specification',
      words('search searchAndContents findSimilar findSimilarAndContents getContents answer streamAnswer research.create websets.create'),
      ['default.new'],
    ),
    { same: { 'Exa.new': 'default.new' } },
  ),
  library('serpapi', paysFor('serpapi', 'search', 'https://serpapi.com/integrations/javascript', ['getJson', 'getHtml']), {}),
  library(
    'google-search-results-nodejs',
    paysFor('serpapi', 'search', 'https://serpapi.com/integrations/node', ['GoogleSearch.new.json', 'default.GoogleSearch.new.json']),
  ),
  library(
    '@googlemaps/google-maps-services-js',
    paysFor('google-maps', 'search', 'https://googlemaps.github.io/google-maps-services-js/', ['*'], ['Client.new']),
  ),
  library(
    '@googlemaps/places',
    paysFor(
      'google-maps',
      'search',
      'https://cloud.google.com/nodejs/docs/reference/places/latest',
      ['searchText', 'searchNearby', 'getPlace', 'autocompletePlaces', 'getPhotoMedia'],
      ['PlacesClient.new', 'v1.PlacesClient.new'],
    ),
  ),
  library('@mapbox/mapbox-sdk', paysFor('mapbox', 'search', 'https://github.com/mapbox/mapbox-sdk-js#readme', ['**.send']), { also: ['@mapbox/mapbox-sdk/*'] }),
  library(
    'apify-client',
    paysFor('apify', 'search', 'https://docs.apify.com/api/client/js/', ['actor().call', 'actor().start', 'task().call', 'task().start'], ['ApifyClient.new']),
  ),
  library(
    '@browserbasehq/sdk',
    paysFor('browserbase', 'other', 'https://docs.browserbase.com/reference/sdk/nodejs', ['sessions.create'], ['default.new', 'Browserbase.new']),
  ),
  library(
    '@browserbasehq/stagehand',
    paysFor(
      'browserbase',
      'other',
      'https://docs.stagehand.dev/',
      ['init', 'act', 'extract', 'observe', 'page.act', 'page.extract', 'page.observe', 'agent().execute'],
      ['Stagehand.new'],
    ),
  ),
  library(
    '@e2b/code-interpreter',
    paysFor('e2b', 'other', 'https://e2b.dev/docs/sdk-reference/js-sdk', [
      'Sandbox.create',
      'Sandbox.connect',
      'Sandbox.create().runCode',
      'Sandbox.create().commands.run',
      'default.create',
    ]),
    { also: ['e2b', '@e2b/desktop'] },
  ),
  library('@vercel/sandbox', paysFor('vercel-sandbox', 'other', 'https://vercel.com/docs/vercel-sandbox', ['Sandbox.create', 'Sandbox.create().runCommand'])),
  library(
    '@daytonaio/sdk',
    paysFor('daytona', 'other', 'https://www.daytona.io/docs/', [
      'Daytona.new.create',
      'Daytona.new.create().process.executeCommand',
      'Daytona.new.create().process.codeRun',
    ]),
  ),
  library('algoliasearch', [
    ...paysFor('algolia', 'search', 'https://www.algolia.com/doc/libraries/javascript/', [
      'algoliasearch().search',
      'algoliasearch().searchSingleIndex',
      'algoliasearch().initIndex().search',
      'default().initIndex().search',
      'default().search',
    ]),
    ...each(
      ['saveObject', 'saveObjects', 'partialUpdateObject', 'deleteObject', 'deleteObjects', 'clearObjects'],
      { role: 'writes-elsewhere', source: 'https://www.algolia.com/doc/libraries/javascript/' },
      ['algoliasearch()', 'algoliasearch().initIndex()', 'default().initIndex()'],
    ),
  ]),
  library(
    'meilisearch',
    each(
      words('addDocuments addDocumentsInBatches updateDocuments deleteDocument deleteDocuments deleteAllDocuments updateSettings'),
      { role: 'writes-elsewhere', source: 'https://www.meilisearch.com/docs/reference/api' },
      ['MeiliSearch.new.index()', 'Meilisearch.new.index()'],
    ),
  ),
  library(
    'typesense',
    each(
      ['documents().create', 'documents().upsert', 'documents().update', 'documents().delete', 'documents().import'],
      { role: 'writes-elsewhere', source: 'https://typesense.org/docs/' },
      ['Client.new.collections()'],
    ),
  ),
  library(
    '@upstash/vector',
    each(['upsert', 'update', 'delete', 'reset'], { role: 'writes-database', source: 'https://upstash.com/docs/vector/sdks/ts/getting-started' }, [
      'Index.new',
      'Index.new.namespace()',
    ]),
  ),
  library(
    '@upstash/search',
    each(['upsert', 'delete', 'reset'], { role: 'writes-elsewhere', source: 'https://upstash.com/docs/search' }, ['Search.new.index()']),
  ),
  library(
    '@qdrant/js-client-rest',
    each(
      ['upsert', 'delete', 'createCollection', 'deleteCollection', 'setPayload'],
      { role: 'writes-database', source: 'https://qdrant.tech/documentation/' },
      ['QdrantClient.new'],
    ),
  ),
  library(
    'weaviate-client',
    each(
      ['data.insert', 'data.insertMany', 'data.update', 'data.replace', 'data.deleteById', 'data.deleteMany'],
      { role: 'writes-database', source: 'https://weaviate.io/developers/weaviate/client-libraries/typescript' },
      ['**.collections.get()', '**.collections.use()'],
    ),
  ),
  library(
    'chromadb',
    each(['add', 'upsert', 'update', 'delete'], { role: 'writes-database', source: 'https://docs.trychroma.com/' }, [
      'ChromaClient.new.getOrCreateCollection()',
      'ChromaClient.new.getCollection()',
      'ChromaClient.new.createCollection()',
    ]),
  ),
  library(
    'cloudconvert',
    paysFor('cloudconvert', 'other', 'https://github.com/cloudconvert/cloudconvert-node#readme', ['default.new.jobs.create', 'default.new.tasks.create']),
  ),
  library('lob', paysFor('lob', 'other', 'https://docs.lob.com/', ['default().letters.create', 'default().postcards.create', 'default().checks.create'])),
  library('unsplash-js', each(['createApi().**'], { role: 'derives', source: 'https://github.com/unsplash/unsplash-js#readme' })),
];
