import { SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { DEFAULT_RULES } from '../policy/defaults.ts';
import { PolicyEngine } from '../policy/engine.ts';
import type { PolicyTemplate } from '../policy/templates/template.ts';
import type { Note } from './note.ts';
import { anything, fits, list, shape, text } from './shape.ts';

const SHIPPED_RULES: ReadonlySet<string> = new Set(DEFAULT_RULES.map(({ name }) => name));

const templateShape = shape(
  {
    name: text(64, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'in kebab-case: acme-finance'),
    description: text(2000),
    rules: list(200, anything, 1),
  },
  ['name', 'description', 'rules'],
);

/**
 * Tells what is wrong with the policy templates of a plugin: the rules of each are compiled, as far as its shape
 * allows.
 *
 * @param taken names of other templates
 */
export function checkTemplates(
  templates: readonly JsonValue[],
  taken: ReadonlySet<string>,
  note: Note,
): void {
  const names = new Map<string, string>();
  templates.forEach((value, index) => {
    const path = `templates[${index}]`;
    if (!fits(templateShape, value, path, note)) return;
    const template = value as unknown as PolicyTemplate;
    const first = names.get(template.name);
    if (first !== undefined) note(`${path}.name`, `is the name of ${first} too`);
    else if (taken.has(template.name)) {
      note(`${path}.name`, "is the name of a template of SafeAI's or of another plugin's");
    }
    names.set(template.name, path);
    checkRules(template, path, note);
  });
}

function checkRules({ name, rules }: PolicyTemplate, path: string, note: Note): void {
  try {
    new PolicyEngine({ rules });
  } catch (error) {
    if (!SafeAIError.isInstance(error)) throw error;
    for (const { path: at = '', message } of error.details) {
      note(at.replace(/^policies/, `${path}.rules`), message);
    }
    return;
  }
  rules.forEach((rule, index) => {
    if (!rule.name.startsWith(`${name}-`)) {
      note(`${path}.rules[${index}].name`, "must begin with the template's name and a -");
    }
    if (SHIPPED_RULES.has(rule.name)) {
      const message = 'is the name of a shipped rule, which it would replace';
      note(`${path}.rules[${index}].name`, message);
    }
    if (rule.tenantId !== undefined) {
      note(`${path}.rules[${index}].tenantId`, 'a template holds global rules: leave it out');
    }
  });
}
