/** The AI SDK: functions that call whatever model they are given. */
import { each, library } from '../library.js';
import { words } from '../words.js';

const docs = 'https://ai-sdk.dev/docs/reference';

const ai = library(
  'ai',
  [
    // The stream is written by a function that runs at once; the response stands beside it.
    ...each(['createUIMessageStream', 'createDataStream', 'createDataStreamResponse'], {
      role: 'calls-argument',
      arg: '0.execute',
      with: 'opaque',
      source: `${docs}/ai-sdk-ui/create-ui-message-stream`,
    }),
    ...each(
      words(`
        generateText streamText generateObject streamObject embed embedMany rerank generateImage experimental_generateImage experimental_generateVideo
        experimental_transcribe experimental_generateSpeech transcribe generateSpeech ToolLoopAgent.new.generate ToolLoopAgent.new.stream
        Experimental_Agent.new.generate Experimental_Agent.new.stream createAgentUIStreamResponse createAgentUIStream
      `),
      { role: 'costs-money', vendor: 'ai-sdk', kind: 'ai', source: `${docs}/ai-sdk-core` },
    ),
    ...each(
      words(`
        streamText().toDataStreamResponse streamText().toUIMessageStreamResponse streamText().toTextStreamResponse streamText().toAIStreamResponse
        streamObject().toTextStreamResponse createDataStreamResponse createUIMessageStreamResponse createAgentUIStreamResponse StreamingTextResponse.new
      `),
      { role: 'makes-response', status: '0.status', source: `${docs}/ai-sdk-ui` },
    ),
    ...each(['streamText().pipeDataStreamToResponse', 'streamText().pipeUIMessageStreamToResponse', 'streamText().pipeTextStreamToResponse'], {
      role: 'sends-response',
      source: `${docs}/ai-sdk-ui`,
    }),
  ],
  { same: { 'Agent.new': 'Experimental_Agent.new', 'StreamTextResult.new': 'streamText()' } },
);

const rsc = library('@ai-sdk/rsc', [...each(['streamUI'], { role: 'costs-money', vendor: 'ai-sdk', kind: 'ai', source: `${docs}/ai-sdk-rsc` })], {
  also: ['ai/rsc'],
});

/** Model objects' own methods, where somebody calls them without the functions above. */
const models = library(
  '@ai-sdk/openai',
  each(['doGenerate', 'doStream', 'doEmbed'], { role: 'costs-money', vendor: 'ai-sdk', kind: 'ai', source: 'https://ai-sdk.dev/providers' }, [
    '*()',
    '*.*()',
    '*()()',
    '*().*()',
  ]),
  { also: ['@ai-sdk/*', '@openrouter/ai-sdk-provider', 'ollama-ai-provider'] },
);

export default [ai, rsc, models];
