import { ViewHead } from '../../ui/view-head.tsx';

export default function Alerts() {
  return <ViewHead title="Alerts" />;
}
