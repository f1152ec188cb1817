import { alnum, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Keys of the makers of models. */
export const AI_MODEL_RULES = [
  secret({
    id: 'openai-project-key',
    tags: ['secret.api_key.openai'],
    anchors: ['sk-proj-'],
    pattern: `${START}sk-proj-[A-Za-z0-9_-]{20,220}`,
    maxLength: 228,
    confidence: 0.95,
    source: 'https://platform.openai.com/docs/api-reference/authentication',
    examples: {
      positive: [
        `OPENAI_API_KEY=sk-proj-${alnum(48)}`,
        `{"key": "sk-proj-${alnum(20)}-${alnum(30)}_A"}`,
      ],
      negative: [
        'the sk-proj- prefix marks a project key',
        'sk-proj-short',
        'desk-proj-planning-for-the-coming-year',
      ],
    },
  }),
  secret({
    id: 'openai-service-account-key',
    tags: ['secret.api_key.openai'],
    anchors: ['sk-svcacct-', 'sk-admin-', 'sk-None-'],
    pattern: `${START}sk-(?:svcacct|admin|None)-[A-Za-z0-9_-]{20,220}`,
    maxLength: 232,
    confidence: 0.95,
    source: 'https://platform.openai.com/docs/api-reference/admin-api-keys',
    examples: {
      positive: [`sk-svcacct-${alnum(60)}`, `export OPENAI_ADMIN_KEY="sk-admin-${alnum(64)}"`],
      negative: ['sk-svcacct-', 'sk-admin-panel', 'task-admin-dashboard-page-number-one'],
    },
  }),
  secret({
    id: 'openai-key',
    tags: ['secret.api_key.openai'],
    anchors: ['sk-'],
    pattern: `(?<![0-9A-Za-z_-])sk-(?=[A-Za-z]{0,63}[0-9])[A-Za-z0-9]{20,64}${END_URL}`,
    maxLength: 67,
    confidence: 0.85,
    source: 'https://platform.openai.com/docs/api-reference/authentication',
    examples: {
      positive: [
        'token=sk-ABCDEF1234567890ABCDEF',
        '{"token": "sk-ABCDEF1234567890ABCDEF"}',
        'my key is sk-ABCDEF1234567890ABCDEF, keep it',
      ],
      negative: [
        'the sk-learn wrapper',
        'sk-abcdefghijklmnopqrstuvwxyz',
        'disk-0123456789abcdef0123456789',
        'sk-12345',
      ],
    },
  }),
  secret({
    id: 'anthropic-key',
    tags: ['secret.api_key.anthropic'],
    anchors: ['sk-ant-'],
    pattern: `sk-ant-[a-z]{2,8}[0-9]{2}-[A-Za-z0-9_-]{20,128}`,
    maxLength: 146,
    confidence: 0.95,
    source: 'https://docs.anthropic.com/en/api/overview',
    examples: {
      positive: [`x-api-key: sk-ant-api03-${alnum(93)}AA`, `sk-ant-admin01-${alnum(60)}-x_AA`],
      negative: [
        'sk-ant-api03-',
        'sk-ant-colony-simulation-of-a-large-nest',
        'keys begin with sk-ant-',
      ],
    },
  }),
  secret({
    id: 'xai-key',
    tags: ['secret.api_key.xai'],
    anchors: ['xai-'],
    pattern: `${START}xai-[A-Za-z0-9]{70,90}${END}`,
    maxLength: 94,
    confidence: 0.95,
    source: 'https://docs.x.ai/docs/tutorial',
    examples: {
      positive: [`XAI_API_KEY=xai-${alnum(80)}`, `'xai-${alnum(80)}'`],
      negative: ['xai-explainability-methods', `xai-${alnum(30)}`],
    },
  }),
  secret({
    id: 'perplexity-key',
    tags: ['secret.api_key.perplexity'],
    anchors: ['pplx-'],
    pattern: `${START}pplx-[A-Za-z0-9]{40,56}${END}`,
    maxLength: 61,
    confidence: 0.95,
    source: 'https://docs.perplexity.ai/getting-started/quickstart',
    examples: {
      positive: [`PPLX=pplx-${alnum(48)}`, `"pplx-${hex(48)}"`],
      negative: ['pplx-70b-online', 'pplx-api'],
    },
  }),
  secret({
    id: 'nvidia-key',
    tags: ['secret.api_key.nvidia'],
    anchors: ['nvapi-'],
    pattern: `${START}nvapi-[A-Za-z0-9_-]{60,70}${END_URL}`,
    maxLength: 76,
    confidence: 0.95,
    source: 'https://docs.api.nvidia.com/nim/reference/llm-apis',
    examples: {
      positive: [`NVIDIA_API_KEY=nvapi-${alnum(64)}`, `nvapi-${alnum(30)}_${alnum(33)}`],
      negative: ['nvapi-headers', `nvapi-${alnum(12)}`],
    },
  }),
];
