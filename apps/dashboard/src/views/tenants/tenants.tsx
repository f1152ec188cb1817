import { ViewHead } from '../../ui/view-head.tsx';

export default function Tenants() {
  return <ViewHead title="Tenants" />;
}
