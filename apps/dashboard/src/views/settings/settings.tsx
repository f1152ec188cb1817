import { ViewHead } from '../../ui/view-head.tsx';

export default function Settings() {
  return <ViewHead title="Settings" />;
}
