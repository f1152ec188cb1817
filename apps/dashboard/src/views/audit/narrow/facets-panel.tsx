import { useState, type ReactNode } from 'react';

/** What there is to narrow by: at the side; on narrow screens it opens when somebody wants it. */
export function FacetsPanel({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(() => matchMedia('(min-width: 1000px)').matches);
  return (
    <details
      className="audit-facets"
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>Narrow by</summary>
      {children}
    </details>
  );
}
