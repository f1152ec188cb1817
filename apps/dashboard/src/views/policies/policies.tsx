import { ViewHead } from '../../ui/view-head.tsx';

export default function Policies() {
  return <ViewHead title="Policies" />;
}
