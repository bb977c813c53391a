/** AI vendors: calls that are billed. */
import { each, library } from '../library.js';
import { paysForAi } from '../row-lists.js';
import { words } from '../words.js';

const openaiDocs = 'https://platform.openai.com/docs/api-reference';
const openaiCalls = words(`
  responses.create responses.stream responses.parse responses.compact chat.completions.create chat.completions.stream chat.completions.parse
  chat.completions.runTools beta.chat.completions.parse beta.chat.completions.stream beta.chat.completions.runTools beta.chat.completions.runFunctions
  completions.create embeddings.create images.generate images.edit images.createVariation audio.transcriptions.create audio.translations.create
  audio.speech.create moderations.create batches.create videos.create videos.createAndPoll videos.remix videos.edit fineTuning.jobs.create
  conversations.create realtime.clientSecrets.create beta.realtime.sessions.create beta.threads.create beta.threads.createAndRun
  beta.threads.createAndRunPoll beta.threads.createAndRunStream beta.threads.runs.create beta.threads.runs.createAndPoll
  beta.threads.runs.createAndStream beta.threads.runs.stream beta.threads.runs.submitToolOutputs beta.threads.runs.submitToolOutputsStream
  beta.threads.messages.create beta.assistants.create beta.assistants.update vectorStores.create vectorStores.search beta.vectorStores.create
  vectorStores.files.create beta.vectorStores.files.create containers.create
`);
const openai = library(
  'openai',
  [
    ...paysForAi('openai', openaiDocs, ['default.new'], openaiCalls),
    ...paysForAi('azure-openai', 'https://github.com/openai/openai-node#microsoft-azure-openai', ['AzureOpenAI.new'], openaiCalls),
    // The SDK before version 4.
    ...paysForAi(
      'openai',
      'https://github.com/openai/openai-node/discussions/217',
      ['OpenAIApi.new'],
      words(
        'createChatCompletion createCompletion createEmbedding createImage createImageEdit createTranscription createTranslation createModeration createEdit',
      ),
    ),
    ...each(['files.create', 'files.del', 'files.delete', 'uploads.create'], { role: 'writes-elsewhere', source: `${openaiDocs}/files` }, [
      'default.new',
      'AzureOpenAI.new',
    ]),
    {
      path: 'default.new.webhooks.unwrap',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      trust: 'machine',
      of: 0,
      mechanism: 'OpenAI webhooks.unwrap()',
      source: 'https://platform.openai.com/docs/guides/webhooks',
    },
    {
      path: 'default.new.webhooks.verifySignature',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      trust: 'machine',
      of: 0,
      mechanism: 'OpenAI webhooks.verifySignature()',
      source: 'https://platform.openai.com/docs/guides/webhooks',
    },
  ],
  { also: ['openai-edge'], same: { OpenAI: 'default', 'default.OpenAI': 'default', 'default.new.withOptions()': 'default.new' } },
);

const guardrails = library('@openai/guardrails', [], {
  same: { 'GuardrailsOpenAI.create()': 'openai#default.new', 'GuardrailsOpenAI.new': 'openai#default.new' },
});
const agents = library('@openai/agents', [...paysForAi('openai', 'https://openai.github.io/openai-agents-js/', [''], ['run', 'Runner.new.run'])], {
  also: ['@openai/agents-core', '@openai/agents-realtime'],
});

const anthropicDocs = 'https://docs.anthropic.com/en/api';
const anthropicCalls = words(`
  messages.create messages.stream messages.parse messages.countTokens messages.batches.create completions.create beta.messages.create
  beta.messages.stream beta.messages.parse beta.messages.toolRunner beta.messages.batches.create
`);
const anthropic = library('@anthropic-ai/sdk', paysForAi('anthropic', anthropicDocs, ['default.new'], anthropicCalls), {
  same: { Anthropic: 'default', 'default.Anthropic': 'default', 'default.new.withOptions()': 'default.new' },
});
const anthropicElsewhere = [
  library('@anthropic-ai/bedrock-sdk', paysForAi('aws-bedrock', anthropicDocs, ['default.new'], anthropicCalls), { same: { AnthropicBedrock: 'default' } }),
  library('@anthropic-ai/vertex-sdk', paysForAi('google-vertex', anthropicDocs, ['default.new', 'AnthropicVertex.new'], anthropicCalls)),
  library('@anthropic-ai/claude-agent-sdk', paysForAi('anthropic', 'https://docs.anthropic.com/en/docs/claude-code/sdk', [''], ['query'])),
];

const google = library(
  '@google/genai',
  paysForAi(
    'google-gemini',
    'https://googleapis.github.io/js-genai/',
    ['GoogleGenAI.new'],
    words(`
    models.generateContent models.generateContentStream models.embedContent models.generateImages models.editImage models.upscaleImage
    models.generateVideos models.countTokens chats.create().sendMessage chats.create().sendMessageStream live.connect batches.create caches.create
    interactions.create
  `),
  ),
  { same: { 'Chat.new': 'GoogleGenAI.new.chats.create()' } },
);
const model = 'GoogleGenerativeAI.new.getGenerativeModel()';
const googleLegacy = library(
  '@google/generative-ai',
  paysForAi(
    'google-gemini',
    'https://ai.google.dev/gemini-api/docs',
    [model],
    ['generateContent', 'generateContentStream', 'embedContent', 'batchEmbedContents', 'startChat().sendMessage', 'startChat().sendMessageStream'],
  ),
  { same: { 'GenerativeModel.new': model, 'ChatSession.new': `${model}.startChat()`, 'GoogleGenerativeAI.new.getGenerativeModelFromCachedContent()': model } },
);
const vertex = library(
  '@google-cloud/vertexai',
  paysForAi(
    'google-vertex',
    'https://cloud.google.com/vertex-ai/docs/reference/nodejs/latest',
    ['VertexAI.new.getGenerativeModel()', 'VertexAI.new.preview.getGenerativeModel()'],
    ['generateContent', 'generateContentStream', 'startChat().sendMessage', 'startChat().sendMessageStream'],
  ),
);

/** Clients that keep OpenAI's names. */
const openaiLike = (name: string, vendor: string, source: string, same: Readonly<Record<string, string>>, more: readonly string[] = []) =>
  library(
    name,
    paysForAi(
      vendor,
      source,
      ['default.new'],
      [
        'chat.completions.create',
        'completions.create',
        'embeddings.create',
        'audio.transcriptions.create',
        'audio.translations.create',
        'audio.speech.create',
        'images.generate',
        ...more,
      ],
    ),
    { same },
  );

const others = [
  openaiLike('groq-sdk', 'groq', 'https://console.groq.com/docs/api-reference', { Groq: 'default' }, ['responses.create', 'batches.create']),
  openaiLike(
    'together-ai',
    'together',
    'https://docs.together.ai/reference',
    { Together: 'default' },
    words('images.create chat.completions.stream rerank.create rerank audio.create videos.create fineTuning.create'),
  ),
  openaiLike('@cerebras/cerebras_cloud_sdk', 'cerebras', 'https://inference-docs.cerebras.ai/api-reference', { Cerebras: 'default' }),
  openaiLike('@perplexity-ai/perplexity_ai', 'perplexity', 'https://docs.perplexity.ai/api-reference', { Perplexity: 'default' }, [
    'search.create',
    'responses.create',
  ]),
  library(
    '@azure/openai',
    paysForAi(
      'azure-openai',
      'https://learn.microsoft.com/javascript/api/overview/azure/openai-readme',
      ['OpenAIClient.new'],
      words('getChatCompletions streamChatCompletions getCompletions streamCompletions getEmbeddings getImages getAudioTranscription getAudioTranslation'),
    ),
  ),
  library(
    '@mistralai/mistralai',
    paysForAi(
      'mistral',
      'https://docs.mistral.ai/api/',
      ['Mistral.new'],
      words(`
      chat.complete chat.stream chat.parse chat.parseStream fim.complete fim.stream agents.complete agents.stream embeddings.create classifiers.moderate
      classifiers.moderateChat ocr.process audio.transcriptions.complete audio.transcriptions.stream beta.conversations.start beta.conversations.append
      beta.conversations.startStream chat chatStream embeddings completion
    `),
    ),
    { same: { 'default.new': 'Mistral.new', 'MistralClient.new': 'Mistral.new' } },
  ),
  library(
    'cohere-ai',
    paysForAi(
      'cohere',
      'https://docs.cohere.com/reference',
      ['CohereClient.new', 'CohereClientV2.new'],
      words('chat chatStream generate generateStream embed rerank classify summarize v2.chat v2.chatStream v2.embed v2.rerank embedJobs.create'),
    ),
  ),
  library(
    'replicate',
    paysForAi(
      'replicate',
      'https://github.com/replicate/replicate-javascript#readme',
      ['default.new'],
      ['run', 'stream', 'predictions.create', 'deployments.predictions.create', 'trainings.create'],
    ),
  ),
  library(
    '@fal-ai/client',
    paysForAi('fal', 'https://docs.fal.ai/model-apis/client', ['fal', 'createFalClient()'], ['run', 'subscribe', 'stream', 'queue.submit', 'realtime.connect']),
    { also: ['@fal-ai/serverless-client'], same: { run: 'fal.run', subscribe: 'fal.subscribe', stream: 'fal.stream', queue: 'fal.queue' } },
  ),
  library(
    '@huggingface/inference',
    paysForAi(
      'huggingface',
      'https://huggingface.co/docs/huggingface.js/inference/README',
      ['InferenceClient.new'],
      words(`
      textGeneration textGenerationStream chatCompletion chatCompletionStream featureExtraction summarization translation textToImage imageToImage
      textToVideo automaticSpeechRecognition textToSpeech imageToText questionAnswering request streamingRequest endpoint().**
    `),
    ),
    { same: { 'HfInference.new': 'InferenceClient.new', 'HfInferenceEndpoint.new': 'InferenceClient.new' } },
  ),
  library(
    '@elevenlabs/elevenlabs-js',
    paysForAi(
      'elevenlabs',
      'https://elevenlabs.io/docs/api-reference',
      ['ElevenLabsClient.new'],
      words(`
    textToSpeech.convert textToSpeech.stream textToSpeech.convertAsStream textToSpeech.convertWithTimestamps textToSpeech.streamWithTimestamps
    speechToText.convert speechToSpeech.convert speechToSpeech.stream textToSoundEffects.convert audioIsolation.convert music.compose music.stream
    textToDialogue.convert dubbing.create generate
  `),
    ),
    { also: ['elevenlabs'] },
  ),
  library(
    '@deepgram/sdk',
    paysForAi(
      'deepgram',
      'https://developers.deepgram.com/docs/js-sdk',
      ['createClient()', 'DeepgramClient.new'],
      words(`
    listen.prerecorded.transcribeUrl listen.prerecorded.transcribeFile listen.prerecorded.transcribeUrlCallback listen.live speak.request speak.live
    read.analyzeText listen.v1.media.transcribeUrl listen.v1.media.transcribeFile listen.v1.connect speak.v1.audio.generate
  `),
    ),
  ),
  library(
    'assemblyai',
    paysForAi(
      'assemblyai',
      'https://www.assemblyai.com/docs/api-reference',
      ['AssemblyAI.new'],
      words(`
    transcripts.transcribe transcripts.submit transcripts.create lemur.task lemur.summary lemur.questionAnswer lemur.actionItems realtime.transcriber
    streaming.transcriber
  `),
    ),
  ),
  library(
    '@runwayml/sdk',
    paysForAi(
      'runway',
      'https://docs.dev.runwayml.com/api',
      ['default.new'],
      ['imageToVideo.create', 'textToImage.create', 'videoToVideo.create', 'textToVideo.create', 'textToSpeech.create'],
    ),
  ),
  library(
    'lumaai',
    paysForAi(
      'luma',
      'https://docs.lumalabs.ai/reference',
      ['LumaAI.new', 'default.new'],
      ['generations.create', 'generations.image.create', 'generations.video.create'],
    ),
  ),
  library('voyageai', paysForAi('voyage', 'https://docs.voyageai.com/reference', ['VoyageAIClient.new'], ['embed', 'rerank', 'multimodalEmbed'])),
  library(
    '@openrouter/sdk',
    paysForAi('openrouter', 'https://openrouter.ai/docs/sdks', ['OpenRouter.new'], ['chat.send', 'callModel', 'responses.send', 'embeddings.generate']),
  ),
  library(
    '@portkey-ai/gateway',
    paysForAi(
      'portkey',
      'https://portkey.ai/docs',
      ['default.new', 'Portkey.new'],
      ['chat.completions.create', 'completions.create', 'embeddings.create', 'images.generate'],
    ),
  ),
  library(
    'deepl-node',
    paysForAi(
      'deepl',
      'https://github.com/DeepLcom/deepl-node#readme',
      ['Translator.new', 'DeepLClient.new'],
      ['translateText', 'translateDocument', 'rephraseText'],
    ),
  ),
  library(
    '@google-cloud/translate',
    paysForAi(
      'google-translate',
      'https://cloud.google.com/nodejs/docs/reference/translate/latest',
      ['v2.Translate.new', 'TranslationServiceClient.new', 'v3.TranslationServiceClient.new'],
      ['translate', 'translateText', 'detect'],
    ),
  ),
  library(
    '@google-cloud/text-to-speech',
    paysForAi('google-speech', 'https://cloud.google.com/nodejs/docs/reference/text-to-speech/latest', ['TextToSpeechClient.new'], ['synthesizeSpeech']),
  ),
  library(
    '@google-cloud/speech',
    paysForAi(
      'google-speech',
      'https://cloud.google.com/nodejs/docs/reference/speech/latest',
      ['SpeechClient.new'],
      ['recognize', 'longRunningRecognize', 'streamingRecognize'],
    ),
  ),
  library(
    '@google-cloud/vision',
    paysForAi('google-vision', 'https://cloud.google.com/nodejs/docs/reference/vision/latest', ['ImageAnnotatorClient.new'], ['*']),
  ),
];

const bedrock = library(
  '@aws-sdk/client-bedrock-runtime',
  paysForAi(
    'aws-bedrock',
    'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/bedrock-runtime/',
    [''],
    [
      'BedrockRuntimeClient.new.send',
      'BedrockRuntime.new.invokeModel',
      'BedrockRuntime.new.converse',
      'BedrockRuntime.new.converseStream',
      'BedrockRuntime.new.invokeModelWithResponseStream',
    ],
  ),
  { also: ['@aws-sdk/client-bedrock-agent-runtime'], same: { 'BedrockAgentRuntimeClient.new': 'BedrockRuntimeClient.new' } },
);

export default [openai, guardrails, agents, anthropic, ...anthropicElsewhere, google, googleLegacy, vertex, ...others, bedrock];
