import type { AnswerOf } from '@safeai/client';
import { useLocation } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { RuleAction } from '../../../ui/rule-action.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { appendRules } from '../draft/append-rules.ts';
import { useDraft } from '../draft/draft.ts';
import { Scope, Tags } from '../rules/rule-scope.tsx';
import { rulesYaml } from '../rules/rule-yaml.ts';

type Template = AnswerOf<'policies_templates'>['templates'][number];

/** Sets of rules to start from, and what is in each. */
export default function TemplatesTab() {
  const templates = useRoute('policies_templates');
  const use = useInDraft();
  return (
    <Answer of={templates} label="Asking for the templates" lines={8}>
      {(data) =>
        data.templates.length === 0 ? (
          <Empty title="There are no templates" command="npx safeai templates list" />
        ) : (
          <div className="stack">
            {data.templates.map((template) => (
              <TemplateCard
                key={`${template.origin} ${template.name}`}
                template={template}
                onUse={() => {
                  use(template);
                }}
              />
            ))}
          </div>
        )
      }
    </Answer>
  );
}

interface TemplateCardProps {
  readonly template: Template;
  readonly onUse: () => void;
}

function TemplateCard({ template, onUse }: TemplateCardProps) {
  const { name, description, origin, rules } = template;
  return (
    <Card
      title={
        <span className="row">
          <Foreign text={name} />
          <span className="pill">
            <Foreign text={origin} />
          </span>
        </span>
      }
      actions={
        <Button icon="plus" onClick={onUse} aria-label={`Use in draft: ${name}`}>
          Use in draft
        </Button>
      }
    >
      <div className="stack">
        <p>
          <Foreign text={description} most={1000} />
        </p>
        <details className="policies-more">
          <summary>{rules.length === 1 ? 'One rule' : `${rules.length} rules`}</summary>
          <DataTable
            label={`Rules of ${name}`}
            rows={rules}
            keyOf={(rule) => rule.name}
            columns={[
              { id: 'rule', title: 'Rule', cell: (rule) => <Foreign text={rule.name} mono /> },
              { id: 'boundary', title: 'Boundary', cell: ({ boundary }) => boundary.join(', ') },
              { id: 'tags', title: 'Tags', cell: ({ data_tags }) => <Tags tags={data_tags} /> },
              {
                id: 'action',
                title: 'Action',
                cell: ({ action }) => <RuleAction action={action} />,
              },
              { id: 'scope', title: 'Scope', cell: (rule) => <Scope rule={rule} /> },
            ]}
          />
        </details>
        <details className="policies-more">
          <summary>As YAML</summary>
          <Code label={`The rules of ${name} as YAML`} text={rulesYaml(rules)} />
        </details>
      </div>
    </Card>
  );
}

/** Puts the rules of a template behind those of the draft, and shows the draft. */
function useInDraft(): (template: Template) => void {
  const [, go] = useLocation();
  const tell = useToast();
  const { draft, write } = useDraft();
  return ({ rules }) => {
    const appended = appendRules(draft.text, rules);
    if ('problem' in appended) {
      tell({ tone: 'bad', title: 'Nothing was added', text: appended.problem });
      return;
    }
    const { text, added, there, isRewritten } = appended;
    write(text);
    tell({
      tone: 'good',
      title: added.length === 1 ? 'One rule added' : `${added.length} rules added`,
      text: [
        there.length === 0 ? '' : `There already: ${there.join(', ')}.`,
        isRewritten ? 'The draft was written anew, without its comments.' : '',
      ]
        .join(' ')
        .trim(),
    });
    go('/draft');
  };
}
