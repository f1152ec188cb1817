import { ViewHead } from '../../ui/view-head.tsx';

export default function Overview() {
  return <ViewHead title="Overview" />;
}
