import { ViewHead } from '../../ui/view-head.tsx';

export default function Playground() {
  return <ViewHead title="Playground" />;
}
