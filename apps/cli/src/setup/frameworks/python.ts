import { readFileSync } from 'node:fs';
import type { FrameworkSetup } from '@safeai/core';

/** What asks SafeAI stands once, and goes into each file, so that each is all that a project needs. */
const TEMPLATES = new URL('../../../assets/setup/python/', import.meta.url);

/** LangChain: callback and chain wrappers. */
export const langchain = (): FrameworkSetup =>
  pythonSetup({
    id: 'langchain',
    title: 'LangChain',
    description: 'safeai_langchain.py: callback and chain wrappers.',
    traces: ['langchain', 'langchain-core', 'langgraph', 'langchain-community'],
    needs: 'langchain>=1.0,<2',
    use: 'create_agent(model, tools, middleware=[safeai_langchain.SafeAIMiddleware()])',
  });

/** CrewAI: guardrails of agents and tasks. */
export const crewai = (): FrameworkSetup =>
  pythonSetup({
    id: 'crewai',
    title: 'CrewAI',
    description: 'safeai_crewai.py: agent and task guardrails.',
    traces: ['crewai', 'crewai-tools'],
    needs: 'crewai>=1.5,<2',
    use: 'safeai_crewai.install(), before the crew is made',
  });

/** AutoGen and AG2: message-filter hooks. */
export const autogen = (): FrameworkSetup =>
  pythonSetup({
    id: 'autogen',
    title: 'AutoGen, AG2',
    description: 'safeai_autogen.py: message-filter hooks.',
    traces: ['autogen-agentchat', 'autogen-core', 'pyautogen', 'ag2'],
    needs: 'autogen-agentchat>=0.7,<0.8',
    use: 'safeai_autogen.install(agent)',
  });

interface PythonFramework {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly traces: readonly string[];
  readonly needs: string;
  /** How the code is used. */
  readonly use: string;
}

function pythonSetup({
  id,
  title,
  description,
  traces,
  needs,
  use,
}: PythonFramework): FrameworkSetup {
  const file = `safeai_${id}.py`;
  return {
    id,
    title: `${title} (Python)`,
    description,
    languages: ['python'],
    detect: { pypi: traces, paths: [file] },
    plan: [
      { step: 'file', path: file, content: template(id) },
      { step: 'agent' },
      { step: 'lines', path: '.env.example', lines: ENVIRONMENT },
      { step: 'lines', path: '.gitignore', lines: IGNORED },
    ],
    needs: { pypi: [needs] },
    nextSteps: ['Start the sidecar: safeai serve', `Use it where the agent is made: ${use}`],
    verify: `python3 ${file}`,
  };
}

/** Variables of a project, for people to copy into its `.env`. */
export const CONNECTION = [
  '# Where SafeAI is, and what the agent calls itself there.',
  'SAFEAI_URL={{gateway_url}}',
  'SAFEAI_API_KEY=',
  'SAFEAI_AGENT_ID={{agent_id}}',
];

const ENVIRONMENT = [
  ...CONNECTION,
  '# closed: nothing goes on while SafeAI cannot be reached. open: it goes on unguarded.',
  'SAFEAI_FAIL_MODE=closed',
];

/** What must not be committed: state of SafeAI, keys. */
export const IGNORED = ['.safeai/', '.env'];

function template(id: string): string {
  const read = (name: string): string => readFileSync(new URL(name, TEMPLATES), 'utf8');
  return read(`${id}.py`)
    .replace('# [client]\n', () => read('client.py'))
    .replace(/^DEFAULT_URL = .*$/m, () => 'DEFAULT_URL = "{{gateway_url}}"')
    .replace(/^DEFAULT_AGENT_ID = .*$/m, () => 'DEFAULT_AGENT_ID = "{{agent_id}}"');
}
