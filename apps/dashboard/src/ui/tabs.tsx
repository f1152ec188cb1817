import { Content, List, Root, Trigger } from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';

/** One of several pages in one place. */
export interface Tab {
  readonly id: string;
  readonly title: ReactNode;
  readonly content: () => ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The id of the one that is shown. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** Several pages in one place; only the one that is shown is made. */
export function Tabs({ label, tabs, chosen, onChoose }: TabsProps) {
  return (
    <Root className="tabs" value={chosen} onValueChange={onChoose} activationMode="manual">
      <List className="tabs-list" aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Trigger className="tabs-tab" value={id} key={id}>
            {title}
          </Trigger>
        ))}
      </List>
      {tabs.map(({ id, content }) => (
        <Content className="tabs-panel" value={id} key={id}>
          {id === chosen ? content() : null}
        </Content>
      ))}
    </Root>
  );
}
