import { useState } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { useMay, useSeesAll } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { shownText } from '../../../ui/shown-text.ts';
import { rulesYaml } from '../rules/rule-yaml.ts';
import { useDraft } from './draft.ts';
import { draftOfConfig, draftOfRules } from './rules-in-force.ts';

interface Beginning {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** What a draft begins with: the rules in force, a template, or nothing. Asks before changes are lost. */
export function DraftBegin() {
  const { draft, isChanged, begin } = useDraft();
  const [asked, setAsked] = useState<Beginning | null>(null);
  const beginnings = useBeginnings();
  return (
    <>
      <Menu
        label="Begin with"
        actions={beginnings.map((beginning) => ({
          id: beginning.id,
          label: beginning.label,
          onChoose: () => {
            if (isChanged && draft.text.trim() !== '') setAsked(beginning);
            else begin(beginning.text);
          },
        }))}
      >
        <Button>
          Begin with <Icon name="down" size={12} />
        </Button>
      </Menu>
      {asked === null ? null : (
        <Confirm
          title="Put another draft in its place?"
          about="The draft has changes that are nowhere else. Copy or download it first to keep them."
          verb={`Begin with: ${asked.label}`}
          back="Keep the draft"
          onConfirm={() => {
            begin(asked.text);
            setAsked(null);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

function useBeginnings(): readonly Beginning[] {
  const may = useMay();
  const seesAll = useSeesAll();
  const seesConfig = may('config') && seesAll;
  const config = useRoute('config', {}, { enabled: seesConfig });
  const policies = useRoute('policies', {}, { enabled: !seesConfig });
  const templates = useRoute('policies_templates');
  return [
    ...(config.data === undefined
      ? []
      : [{ id: 'now', label: 'The rules in force', text: draftOfConfig(config.data.config) }]),
    ...(seesConfig || policies.data === undefined
      ? []
      : [
          {
            id: 'now',
            label: 'The rules in force that you may see',
            text: draftOfRules(policies.data.rules),
          },
        ]),
    ...(templates.data?.templates ?? []).map(({ name, rules }) => ({
      id: `template ${name}`,
      label: `Template ${shownText(name, 60).text}`,
      text: `policies:\n${rulesYaml(rules).replace(/^(?=.)/gm, '  ')}`,
    })),
    { id: 'empty', label: 'Nothing', text: '' },
  ];
}
