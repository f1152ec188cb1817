import type { FrameworkSetup, SetupStep } from '@safeai/core';
import { CONNECTION, IGNORED } from './python.ts';

/** LangChain.js: middleware of agents. */
export const LANGCHAIN_JS: FrameworkSetup = javascriptSetup({
  id: 'langchain-js',
  title: 'LangChain.js',
  adapter: '@safeai/adapters-langchain',
  traces: ['langchain', '@langchain/core', '@langchain/langgraph'],
  names: ['safeaiMiddleware'],
  use: 'createAgent({ model, tools, middleware: [middleware] })',
  code: () => ['export const middleware = safeaiMiddleware(agent);'],
});

/** Vercel AI SDK: middleware of language models, guarded tools. */
export const VERCEL_AI: FrameworkSetup = javascriptSetup({
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  adapter: '@safeai/adapters-vercel-ai',
  traces: ['ai'],
  names: ['guardTools', 'safeaiMiddleware'],
  use: 'streamText({ model: wrapLanguageModel({ model, middleware }), tools: guarded({ search }) })',
  types: "import type { ToolSet } from 'ai';",
  code: (isTyped) => [
    'export const middleware = safeaiMiddleware(agent);',
    '',
    '/** The same tools under guard. */',
    isTyped
      ? 'export const guarded = <Tools extends ToolSet>(tools: Tools): Tools => guardTools(tools, agent);'
      : 'export const guarded = (tools) => guardTools(tools, agent);',
  ],
});

/** OpenAI Agents SDK: agents with guardrails and guarded tools. */
export const OPENAI_AGENTS: FrameworkSetup = javascriptSetup({
  id: 'openai-agents',
  title: 'OpenAI Agents SDK',
  adapter: '@safeai/adapters-openai-agents',
  traces: ['@openai/agents', '@openai/agents-core'],
  names: ['guardAgent'],
  use: "run(guarded(new Agent({ name: 'support', tools: [search] })), question)",
  types: "import type { Agent } from '@openai/agents';",
  code: (isTyped) => [
    '/** The same agent under guard. */',
    isTyped
      ? 'export const guarded = <Any extends Agent<any, any>>(openAIAgent: Any): Any =>\n  guardAgent(openAIAgent, agent);'
      : 'export const guarded = (openAIAgent) => guardAgent(openAIAgent, agent);',
  ],
});

interface JavascriptFramework {
  readonly id: string;
  readonly title: string;
  readonly adapter: string;
  readonly traces: readonly string[];
  /** What is imported of the adapter beside `GuardedAgent`. */
  readonly names: readonly string[];
  readonly use: string;
  /** What the code imports beside that where it has types. */
  readonly types?: string;
  readonly code: (isTyped: boolean) => readonly string[];
}

function javascriptSetup(framework: JavascriptFramework): FrameworkSetup {
  const { id, title, adapter, traces } = framework;
  return {
    id,
    title,
    description: `safeai.${id}.ts or .mjs: the adapter ${adapter}, set up from the environment.`,
    languages: ['typescript', 'javascript'],
    detect: { npm: traces, paths: [`safeai.${id}.ts`, `safeai.${id}.mjs`] },
    plan: [
      codeStep(framework, 'typescript'),
      codeStep(framework, 'javascript'),
      { step: 'agent' },
      { step: 'lines', path: '.env.example', lines: CONNECTION },
      { step: 'lines', path: '.gitignore', lines: IGNORED },
    ],
    needs: { npm: [adapter, '@safeai/client'] },
    nextSteps: ['Start the sidecar: safeai serve', `Import from safeai.${id}: ${framework.use}`],
  };
}

function codeStep(
  framework: JavascriptFramework,
  language: 'typescript' | 'javascript',
): SetupStep {
  const isTyped = language === 'typescript';
  const path = `safeai.${framework.id}.${isTyped ? 'ts' : 'mjs'}`;
  const names = ['GuardedAgent', ...framework.names].sort().join(', ');
  const lines = [
    `import { ${names} } from '${framework.adapter}';`,
    "import { SafeAIClient } from '@safeai/client';",
    ...(isTyped && framework.types !== undefined ? [framework.types] : []),
    '',
    '// Empty is as good as absent.',
    'const { SAFEAI_URL, SAFEAI_API_KEY, SAFEAI_AGENT_ID, SAFEAI_TENANT } = process.env;',
    '',
    'const guard = new SafeAIClient({',
    "  url: SAFEAI_URL || '{{gateway_url}}',",
    '  ...(SAFEAI_API_KEY ? { key: SAFEAI_API_KEY } : {}),',
    '  ...(SAFEAI_TENANT ? { tenant: SAFEAI_TENANT } : {}),',
    '});',
    '',
    '/** One for each conversation: `agent.with({ sessionId })`. */',
    "export const agent = new GuardedAgent({ guard, agentId: SAFEAI_AGENT_ID || '{{agent_id}}' });",
    '',
    `// ${framework.use}`,
    ...framework.code(isTyped),
    '',
  ];
  return { step: 'file', path, language, content: lines.join('\n') };
}
