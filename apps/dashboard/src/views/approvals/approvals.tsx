import { ViewHead } from '../../ui/view-head.tsx';

export default function Approvals() {
  return <ViewHead title="Approvals" />;
}
