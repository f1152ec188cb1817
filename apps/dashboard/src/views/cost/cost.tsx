import { ViewHead } from '../../ui/view-head.tsx';

export default function Cost() {
  return <ViewHead title="Cost" />;
}
