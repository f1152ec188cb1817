import type { PolicyTemplate } from '@safeai/core';
import { closestWord } from '../errors/did-you-mean.ts';
import { UsageError } from '../errors/usage-error.ts';

/** The template of that name. @throws UsageError that tells which there are */
export function findTemplate<Template extends PolicyTemplate>(
  name: string,
  templates: readonly Template[],
): Template {
  const found = templates.find((template) => template.name === name);
  if (found !== undefined) return found;
  const names = templates.map((template) => template.name);
  const meant = closestWord(name, names);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new UsageError(`there is no template of that name.${guess}`, {
    hint: `The templates are ${names.join(', ')}.`,
  });
}
