import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';

/** What an answer has wrong, by the schema of its route. */
export function answerProblems(id: string, answer: unknown): unknown {
  const route = (ROUTES as readonly RouteDescription[]).find((one) => one.id === id);
  if (route?.answer.schema === undefined) throw new Error(`${id} has no schema.`);
  return bodyValidator(route.answer.schema)(answer);
}
