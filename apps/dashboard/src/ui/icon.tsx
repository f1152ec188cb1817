/** Outlines on a grid of 16, drawn with a line of 1.5. */
const PATHS = {
  allow: 'm3 8.5 3.2 3.2L13 5',
  flag: 'M4 14V2.500h8l-2 3 2 3H4',
  redact: 'M2 5h12M2 8h12M2 11h7',
  pending_approval: 'M8 4.500V8l2.5 1.500M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z',
  block: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.800l8.4 8.4',
  overview:
    'M2.5 2.500h4.500v4.500H2.500zM9 2.500h4.500v4.500H9zM2.5 9h4.500v4.500H2.500zM9 9h4.500v4.500H9z',
  live: 'M1.5 8h3l2-5 3 10 2-5h3',
  audit: 'M4 1.500h8v13H4zM6.5 5h3M6.5 8h3M6.5 11h3',
  approvals: 'M8 1.5 2.5 3.500v4c0 3.5 2.3 6 5.5 7 3.2-1 5.5-3.5 5.5-7v-4zM5.5 8l1.8 1.800L10.7 6',
  policies: 'M3 2.500h10M3 6h10M3 9.500h6M3 13h4M12 9v5M9.5 11.500h5',
  cost: 'M8 1.500v13M11.5 4.500C11 3.3 9.7 3 8 3 6 3 4.5 3.8 4.5 5.400c0 3.6 7 1.6 7 5.200C11.5 12.2 10 13 8 13c-1.9 0-3.2-.5-3.7-1.8',
  playground:
    'M6 1.500h4M6.5 1.500v5L2.5 13c-.5 1 .1 1.5 1 1.500h9c.9 0 1.5-.5 1-1.500l-4-6.500v-5M5 10h6',
  tenants:
    'M6 7.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 14c0-2.8 1.8-4.5 4.5-4.500s4.5 1.7 4.5 4.500M10.5 2.700a2.5 2.5 0 0 1 0 4.600M12 9.800c1.6.6 2.5 2.1 2.5 4.2',
  alerts:
    'M8 1.500c-2.5 0-4 1.8-4 4.2 0 3.8-1.5 4.8-1.5 5.800h11c0-1-1.5-2-1.5-5.8 0-2.4-1.5-4.2-4-4.200zM6.5 14h3',
  settings: 'M2 4.500h7M12 4.500h2M2 11.500h2M7 11.500h7M10.5 6.500v-4M5.5 13.500v-4',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14',
  menu: 'M2 4h12M2 8h12M2 12h12',
  down: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  warning: 'M8 2 1.5 13.500h13zM8 6.500v3.200M8 11.600v.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.200V11M8 4.900v.2',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.500v11l9-5.500z',
  download: 'M8 2v8m-3.5-3L8 10.5 11.5 7M2.5 13.500h11',
  reload: 'M13.5 8A5.5 5.5 0 1 1 12 4.200M13.5 1.500v3.300h-3.3',
  external: 'M6.5 3h-4v10.500H13v-4M9.5 2h4.500v4.500M14 2 7.5 8.5',
  user: 'M8 7.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14.500c0-3 2.2-5 5.5-5s5.5 2 5.5 5',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.500M8 13.500V15M1 8h1.500M13.5 8H15M3 3l1.1 1.100M11.9 11.9 13 13M13 3l-1.1 1.100M4.1 11.9 3 13',
  plus: 'M8 3v10M3 8h10',
  filter: 'M2 3h12l-4.5 5.500V13l-3 1V8.500z',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A picture beside words; it says nothing by itself. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
