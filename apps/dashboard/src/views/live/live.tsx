import { ViewHead } from '../../ui/view-head.tsx';

export default function Live() {
  return <ViewHead title="Live" />;
}
