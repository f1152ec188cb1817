import type { RouteId } from '@safeai/api';
import { forOwnAgent } from './agent.ts';
import { masked } from './masked.ts';
import { answerFieldsOf, answerOf, bodyOf, inputSchema, outputSchema } from './schema.ts';
import { READS, type Tool } from './tool.ts';

export const scanInput = judging('scan_input', {
  title: 'Scan a text',
  description:
    'Check a text before it goes into a model or leaves this machine: secrets, personal data, prompt injection. Answers ' +
    'what policy decides, what was found (values masked) and `filtered`, the text to go on with: null means do not use it.',
  required: ['text'],
});

export const scanStructured = judging('scan_structured', {
  title: 'Scan a JSON value',
  description:
    'Check a JSON value before it is sent anywhere: all strings, numbers and keys in it are scanned. Answers what policy ' +
    'decides, what was found and where (values masked), and `filtered`, the value to go on with: null means do not use it.',
  required: ['payload'],
});

export const guardOutput = judging('guard_output', {
  title: 'Make an answer safe to show',
  description:
    'Check a text that a model wrote before a person sees it. Answers `safe_output`: the text with personal data and ' +
    'secrets redacted, or a fallback. Show that in its place.',
  required: ['text'],
});

/** A tool that has a text or value judged by the route of its name. */
function judging(
  name: Extract<RouteId, 'scan_input' | 'scan_structured' | 'guard_output'>,
  { title, description, required }: Pick<Tool, 'title' | 'description'> & { required: string[] },
): Tool {
  return {
    ...{ name, title, description, annotations: READS },
    input: inputSchema(bodyOf(name), required),
    output: outputSchema(answerFieldsOf(name), answerOf(name).required),
    run: async (args, { routes, standing, signal }) => {
      const body = forOwnAgent(args, standing);
      return masked((await routes.call(name, { body, signal })).body);
    },
  };
}
