import { ViewHead } from '../../ui/view-head.tsx';

export default function Audit() {
  return <ViewHead title="Audit" />;
}
