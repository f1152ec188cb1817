import { FAKE_UUID, alnum, hex } from '../samples.ts';
import { END, END_URL, START, UUID, secret } from './shape.ts';

/** Keys of services around models: traces, search, vectors, sandboxes. */
export const AI_TOOL_RULES = [
  secret({
    id: 'langsmith-key',
    tags: ['secret.api_key.langsmith'],
    anchors: ['lsv2_'],
    pattern: `${START}lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}${END}`,
    maxLength: 51,
    confidence: 0.95,
    source:
      'https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key',
    examples: {
      positive: [
        `LANGSMITH_API_KEY=lsv2_pt_${hex(32)}_${hex(10)}`,
        `lsv2_sk_${hex(32)}_${hex(10)}`,
      ],
      negative: ['lsv2_pt_short', `lsv2_xx_${hex(32)}_${hex(10)}`],
    },
  }),
  secret({
    id: 'langfuse-secret-key',
    tags: ['secret.api_key.langfuse'],
    anchors: ['sk-lf-'],
    pattern: `${START}sk-lf-${UUID}${END}`,
    maxLength: 42,
    confidence: 0.95,
    source: 'https://langfuse.com/docs/api-and-data-platform/features/public-api',
    examples: {
      positive: [`LANGFUSE_SECRET_KEY=sk-lf-${FAKE_UUID}`, `"sk-lf-${FAKE_UUID}"`],
      negative: [`pk-lf-${FAKE_UUID}`, 'sk-lf-'],
    },
  }),
  secret({
    id: 'tavily-key',
    tags: ['secret.api_key.tavily'],
    anchors: ['tvly-'],
    pattern: `${START}tvly-(?:dev-|prod-)?[A-Za-z0-9]{20,48}${END}`,
    maxLength: 58,
    confidence: 0.95,
    source: 'https://docs.tavily.com/documentation/quickstart',
    examples: {
      positive: [`tvly-${alnum(32)}`, `TAVILY_API_KEY=tvly-dev-${alnum(32)}`],
      negative: ['tvly-YOUR_API_KEY', 'tvly-python'],
    },
  }),
  secret({
    id: 'pinecone-key',
    tags: ['secret.api_key.pinecone'],
    anchors: ['pcsk_'],
    pattern: `${START}pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{56,66}${END}`,
    maxLength: 80,
    confidence: 0.95,
    source: 'https://docs.pinecone.io/guides/projects/manage-api-keys',
    examples: {
      positive: [
        `pcsk_${alnum(5)}_${alnum(63)}`,
        `PINECONE_API_KEY="pcsk_${alnum(6)}_${alnum(60)}"`,
      ],
      negative: ['pcsk_index_name', `pcsk_${alnum(5)}_${alnum(20)}`],
    },
  }),
  secret({
    id: 'jina-key',
    tags: ['secret.api_key.jina'],
    anchors: ['jina_'],
    pattern: `${START}jina_[0-9a-f]{32}[A-Za-z0-9_-]{28}${END_URL}`,
    maxLength: 65,
    confidence: 0.95,
    source: 'https://jina.ai/embeddings/',
    examples: {
      positive: [`jina_${hex(32)}${alnum(28)}`, `JINA_API_KEY=jina_${hex(32)}${alnum(28)}`],
      negative: ['jina_embeddings_v3', `jina_${alnum(20)}`],
    },
  }),
  secret({
    id: 'llamacloud-key',
    tags: ['secret.api_key.llamaindex'],
    anchors: ['llx-'],
    pattern: `${START}llx-[A-Za-z0-9]{48}${END}`,
    maxLength: 52,
    confidence: 0.95,
    source: 'https://docs.cloud.llamaindex.ai/api_key',
    examples: {
      positive: [`LLAMA_CLOUD_API_KEY=llx-${alnum(48)}`, `"llx-${alnum(48)}"`],
      negative: ['llx-...', `llx-${alnum(10)}`],
    },
  }),
  secret({
    id: 'e2b-key',
    tags: ['secret.api_key.e2b'],
    anchors: ['e2b_'],
    pattern: `${START}e2b_[0-9a-f]{40}${END}`,
    maxLength: 44,
    confidence: 0.95,
    source: 'https://e2b.dev/docs/api-key',
    examples: {
      positive: [`E2B_API_KEY=e2b_${hex(40)}`, `e2b_${hex(40)}`],
      negative: ['e2b_code_interpreter', `e2b_${hex(20)}`],
    },
  }),
  secret({
    id: 'firecrawl-key',
    tags: ['secret.api_key.firecrawl'],
    anchors: ['fc-'],
    pattern: `${START}fc-[0-9a-f]{32}${END}`,
    maxLength: 35,
    confidence: 0.9,
    source: 'https://docs.firecrawl.dev/introduction',
    examples: {
      positive: [`FIRECRAWL_API_KEY=fc-${hex(32)}`, `apiKey: "fc-${hex(32)}"`],
      negative: ['fc-YOUR-API-KEY', 'fc-list : family'],
    },
  }),
];
