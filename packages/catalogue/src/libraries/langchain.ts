/** Frameworks over AI vendors: LangChain, LlamaIndex, Genkit, Mastra. */
import { library } from '../library.js';
import { paysForAi } from '../row-lists.js';
import { words } from '../words.js';

/** Every chat model and embedding class of LangChain has the same few methods. */
const runnable = words(`
  invoke stream batch call generate predict streamEvents withStructuredOutput().invoke withStructuredOutput().stream bindTools().invoke
  bindTools().stream bind().invoke pipe().**.invoke pipe().**.stream
`);
const langchain = (name: string, vendor: string, models: readonly string[], embeddings: readonly string[]) =>
  library(name, [
    ...paysForAi(
      vendor,
      'https://docs.langchain.com/oss/javascript/integrations/chat',
      models.map((model) => `${model}.new`),
      runnable,
    ),
    ...paysForAi(
      vendor,
      'https://docs.langchain.com/oss/javascript/integrations/text_embedding',
      embeddings.map((model) => `${model}.new`),
      ['embedQuery', 'embedDocuments'],
    ),
  ]);
export default [
  langchain('@langchain/openai', 'openai', ['ChatOpenAI', 'OpenAI', 'AzureChatOpenAI', 'AzureOpenAI'], ['OpenAIEmbeddings', 'AzureOpenAIEmbeddings']),
  langchain('@langchain/anthropic', 'anthropic', ['ChatAnthropic'], []),
  langchain('@langchain/google-genai', 'google-gemini', ['ChatGoogleGenerativeAI'], ['GoogleGenerativeAIEmbeddings']),
  langchain('@langchain/google-vertexai', 'google-vertex', ['ChatVertexAI', 'VertexAI'], ['VertexAIEmbeddings']),
  langchain('@langchain/mistralai', 'mistral', ['ChatMistralAI', 'MistralAI'], ['MistralAIEmbeddings']),
  langchain('@langchain/cohere', 'cohere', ['ChatCohere', 'Cohere'], ['CohereEmbeddings']),
  langchain('@langchain/groq', 'groq', ['ChatGroq'], []),
  langchain('@langchain/aws', 'aws-bedrock', ['ChatBedrockConverse'], ['BedrockEmbeddings']),
  langchain('@langchain/xai', 'xai', ['ChatXAI'], []),
  langchain('@langchain/deepseek', 'deepseek', ['ChatDeepSeek'], []),
  library(
    'langchain',
    paysForAi(
      'langchain',
      'https://docs.langchain.com/oss/javascript',
      [''],
      ['createAgent().invoke', 'createAgent().stream', 'initChatModel().invoke', 'initChatModel().stream'],
    ),
    { also: ['langchain/*'] },
  ),
  library(
    '@langchain/langgraph',
    paysForAi(
      'langchain',
      'https://docs.langchain.com/oss/javascript/langgraph',
      [''],
      ['StateGraph.new.**.compile().invoke', 'StateGraph.new.**.compile().stream', 'StateGraph.new.**.compile().streamEvents'],
    ),
    { also: ['@langchain/langgraph/*'] },
  ),
  library(
    '@langchain/langgraph/prebuilt',
    paysForAi('langchain', 'https://docs.langchain.com/oss/javascript/langgraph', ['createReactAgent()'], ['invoke', 'stream', 'streamEvents']),
  ),
  library(
    'llamaindex',
    paysForAi(
      'llamaindex',
      'https://developers.llamaindex.ai/typescript/',
      [''],
      [
        '**.asQueryEngine().query',
        '**.asChatEngine().chat',
        'ContextChatEngine.new.chat',
        'OpenAI.new.chat',
        'OpenAI.new.complete',
        'SimpleChatEngine.new.chat',
      ],
    ),
  ),
  library('genkit', paysForAi('genkit', 'https://genkit.dev/docs/', ['genkit()'], ['generate', 'generateStream', 'embed', 'embedMany'])),
  library(
    '@mastra/core',
    paysForAi(
      'mastra',
      'https://mastra.ai/docs',
      ['Agent.new', 'Mastra.new.getAgent()'],
      ['generate', 'stream', 'generateVNext', 'streamVNext', 'generateLegacy', 'streamLegacy', 'network'],
    ),
    { also: ['@mastra/core/*'] },
  ),
];
