import { Page } from "@/components/ui/page";
import { TableSkeleton } from "@/components/ui/skeleton";

export default function LoadingSettings() {
  return (
    <Page title="Settings">
      <TableSkeleton label="Loading the settings" />
    </Page>
  );
}
