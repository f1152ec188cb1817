import { Content, List, Root, Trigger } from '@radix-ui/react-tabs';
import { useLayoutEffect, useRef, type ReactNode } from 'react';

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
  const list = useRef<HTMLDivElement>(null);
  // Where there is no room for all, the chosen one is among those that are seen.
  useLayoutEffect(() => {
    const [all, one] = [list.current, list.current?.querySelector('[aria-selected=true]')];
    if (all === null || !(one instanceof HTMLElement)) return;
    const [frame, place] = [all.getBoundingClientRect(), one.getBoundingClientRect()];
    if (place.left < frame.left) all.scrollLeft -= frame.left - place.left;
    else if (place.right > frame.right) all.scrollLeft += place.right - frame.right;
  }, [chosen]);
  return (
    <Root className="tabs" value={chosen} onValueChange={onChoose} activationMode="manual">
      <List className="tabs-list" aria-label={label} ref={list}>
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
